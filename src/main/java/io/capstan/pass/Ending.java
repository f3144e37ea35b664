package io.capstan.pass;

import io.capstan.report.RotationReport;
import io.capstan.rotation.Gate;
import io.capstan.trust.ManagedCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a run of a rotation ended. */
public sealed interface Ending {
    record Completed(RotationReport report) implements Ending {}

    /** No rotation was to go on; what was left of a hold on the issuer's renewal is given back. */
    record IssuerReleased(ManagedCertificate issuer) implements Ending {}

    /** The identity issuer alone was renewed. */
    record IssuerRenewed(ManagedCertificate issuer) implements Ending {}

    record Refused(List<String> reasons) implements Ending {}

    /** A gate is closed, or another run is at it. */
    record Held(Gate.Kind gate, String reason) implements Ending {}

    /** It waits for something that takes longer than this run may: run again later. */
    record Waiting(String reason, Optional<Instant> until) implements Ending {}
}
