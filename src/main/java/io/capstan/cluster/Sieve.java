package io.capstan.cluster;

import java.util.Set;

/** Decides, while an answer is read, which members of it are kept. What is not kept never becomes a value of ours. */
@FunctionalInterface
interface Sieve {
    /** What becomes of one member. */
    enum Keep {
        VALUE,
        /** Only whether it is a non-empty text: {@code true} or {@code false} stands in its place. */
        WHETHER_EMPTY,
        NOTHING
    }

    /**
     * Says what becomes of the member {@code name}.
     *
     * @param parent the name of the member that holds it, empty at the top; elements of a list have the list's
     */
    Keep of(String parent, String name);

    /** What kubectl leaves there may repeat the whole object, of a Secret with its private key. */
    String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** Everything: for objects that are written back. */
    Sieve ALL = (parent, name) -> Keep.VALUE;

    /** Without the parts that are large and say nothing to us. */
    Sieve OBJECT = (parent, name) -> name.equals("fieldsV1") || name.equals(LAST_APPLIED) ? Keep.NOTHING : Keep.VALUE;

    /** Names, labels, annotations, owners and times; managedFields are most of a pod's metadata. */
    Sieve METADATA = (parent, name) -> name.equals("managedFields") ? Keep.NOTHING : OBJECT.of(parent, name);

    /** The only entries of a Secret that are ever decoded. */
    Set<String> PUBLIC_ENTRIES = Set.of("tls.crt", "ca.crt");

    /** Of a Secret's entries only certificates; of the others, and of what kubectl left, only that they are there. */
    Sieve SECRET = (parent, name) -> {
        boolean isHiddenEntry = parent.equals("data") && !PUBLIC_ENTRIES.contains(name);
        return isHiddenEntry || name.equals(LAST_APPLIED) ? Keep.WHETHER_EMPTY : OBJECT.of(parent, name);
    };
}
