package io.capstan.report;

import io.capstan.check.ExaminedCertificate;
import io.capstan.pki.Inspection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@code check --certificates} prints: per object and key a line that names them, and then of each certificate there
 * the two lines that {@code inspect_cert} of the Linkerd documentation prints.
 */
public final class CertificateLines {
    private CertificateLines() {}

    /** @return lines that end with a newline each */
    public static String of(List<ExaminedCertificate> certificates) {
        StringBuilder text = new StringBuilder();
        String above = "";
        for (ExaminedCertificate examined : certificates) {
            String heading = examined.object() + " " + examined.key();
            if (!heading.equals(above)) {
                text.append(above.isEmpty() ? "" : "\n")
                        .append(Printable.of(heading))
                        .append('\n');
                above = heading;
            }
            text.append(Inspection.lines(examined.certificate()).stream()
                    .map(line -> Printable.of(line) + "\n")
                    .collect(Collectors.joining()));
        }
        return text.toString();
    }
}
