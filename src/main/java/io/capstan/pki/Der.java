package io.capstan.pki;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One element of DER (X.690), as far as names and key identifiers need it: the JDK gives both out only encoded. A library
 * that reads more of ASN.1 has to be loaded by every command first, which took a fifth of a check.
 *
 * @param tag the identifier octet; those of more than one octet occur in neither
 * @param encoded the whole element
 * @param content what is in it
 */
record Der(int tag, byte[] encoded, byte[] content) {
    private static final int SEQUENCE = 0x30;
    private static final int LONG_FORM = 0x80;

    /** @throws IllegalArgumentException if {@code encoded} is not exactly one element */
    static Der of(byte[] encoded) {
        List<Der> all = all(encoded);
        if (all.size() != 1) {
            throw new IllegalArgumentException(all.size() + " elements of DER; expected one");
        }
        return all.get(0);
    }

    /** A sequence of this element alone. */
    Der inSequence() {
        ByteArrayOutputStream sequence = new ByteArrayOutputStream(encoded.length + 6);
        sequence.write(SEQUENCE);
        writeLength(sequence, encoded.length);
        sequence.writeBytes(encoded);
        return new Der(SEQUENCE, sequence.toByteArray(), encoded);
    }

    /** The elements that this one is made of. @throws IllegalArgumentException if its content is none */
    List<Der> elements() {
        return all(content);
    }

    private static List<Der> all(byte[] encoded) {
        List<Der> elements = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(encoded);
        try {
            while (rest.hasRemaining()) {
                elements.add(next(rest));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("DER that ends within an element", e);
        }
        return elements;
    }

    private static Der next(ByteBuffer rest) {
        int start = rest.position();
        int tag = Byte.toUnsignedInt(rest.get());
        int length = length(rest);
        if (length < 0 || length > rest.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] content = new byte[length];
        rest.get(content);
        byte[] encoded = new byte[rest.position() - start];
        rest.get(start, encoded);
        return new Der(tag, encoded, content);
    }

    /** Short form, or the number of octets that follow and bear it. */
    private static int length(ByteBuffer rest) {
        int first = Byte.toUnsignedInt(rest.get());
        if (first < LONG_FORM) {
            return first;
        }
        int octets = first - LONG_FORM;
        if (octets == 0 || octets > Integer.BYTES) {
            throw new IllegalArgumentException("a length of DER in " + octets + " octets; expected 1 to 4");
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = length << Byte.SIZE | Byte.toUnsignedInt(rest.get());
        }
        return length;
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < LONG_FORM) {
            out.write(length);
            return;
        }
        int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + Byte.SIZE - 1) / Byte.SIZE;
        out.write(LONG_FORM + octets);
        for (int i = octets - 1; i >= 0; i--) {
            out.write(length >>> i * Byte.SIZE);
        }
    }
}
