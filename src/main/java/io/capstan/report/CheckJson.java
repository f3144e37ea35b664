package io.capstan.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.check.Checkup;
import io.capstan.check.ExaminedCertificate;
import io.capstan.check.Finding;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Deadline;

/**
 * A check for programs: {@code status}, {@code phase}, {@code deadline} (RFC 3339 or null), {@code deadlineCause},
 * {@code maintenanceWindows} ({@link WindowJson}), {@code findings} and {@code certificates}. What is absent is an empty string, but for the deadline.
 */
public final class CheckJson {
    private CheckJson() {}

    public static ObjectNode of(Checkup checkup) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("status", checkup.status().text());
        json.put("phase", checkup.phaseText());
        json.put(
                "deadline",
                checkup.deadline().map(deadline -> deadline.at().toString()).orElse(null));
        json.put("deadlineCause", checkup.deadline().map(Deadline::cause).orElse(""));
        json.set("maintenanceWindows", WindowJson.of(checkup.windows(), checkup.now()));
        ArrayNode findings = json.putArray("findings");
        checkup.findings().stream().map(CheckJson::finding).forEach(findings::add);
        ArrayNode certificates = json.putArray("certificates");
        checkup.certificates().stream().map(CheckJson::certificate).forEach(certificates::add);
        return json;
    }

    private static ObjectNode finding(Finding finding) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", finding.id())
                .put("severity", finding.severity().text())
                .put("object", finding.object())
                .put("message", finding.message())
                .put("hint", finding.hint());
    }

    private static ObjectNode certificate(ExaminedCertificate examined) {
        Certificate certificate = examined.certificate();
        return JsonNodeFactory.instance
                .objectNode()
                .put("role", examined.role().text())
                .put("object", examined.object().toString())
                .put("key", examined.key())
                .put("subject", certificate.subject())
                .put("subjectKeyId", certificate.subjectKeyId().orElse(""))
                .put("issuer", certificate.issuer())
                .put("authorityKeyId", certificate.authorityKeyId().orElse(""))
                .put("notBefore", certificate.notBefore().toString())
                .put("notAfter", certificate.notAfter().toString())
                .put("sha256", certificate.fingerprint().hex());
    }
}
