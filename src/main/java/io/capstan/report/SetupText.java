package io.capstan.report;

import io.capstan.setup.Edit;
import io.capstan.setup.Found;
import io.capstan.setup.Improvement;
import io.capstan.setup.Piece;
import io.capstan.setup.SetupDecider;
import io.capstan.setup.Stage;
import io.capstan.trust.Installation;
import java.util.List;
import java.util.stream.Collectors;

/** A set-up for people, and as the YAML that it would create. Lines end with a newline each. */
public final class SetupText {
    private static final String COMMENT = "# ";
    private static final String LINKERD = "linkerd";

    private SetupText() {}

    public static String created(Piece piece) {
        return "created   " + piece.ref() + "\n";
    }

    public static String inPlace(Piece piece) {
        return "in place  " + piece.ref() + "\n";
    }

    public static String improved(Improvement improvement) {
        return "improved  " + diff(improvement);
    }

    public static String waiting(String what) {
        return "waiting   for " + Printable.of(what) + "\n";
    }

    /** What could be better, and how to have it so; empty if nothing could. */
    public static String left(List<Improvement> improvements) {
        return improvements.isEmpty()
                ? ""
                : "\nThis works, but could be better:\n" + diff(improvements)
                        + "None of it was changed; capstan setup --improve does, without having the trust anchor issued anew.\n";
    }

    /** What is about to be changed, before anybody agrees to it; empty if nothing is. */
    public static String ahead(List<Improvement> improvements) {
        return improvements.isEmpty() ? "" : "\nThis is to be improved:\n" + diff(improvements) + "\n";
    }

    private static String diff(List<Improvement> improvements) {
        return improvements.stream().map(SetupText::diff).collect(Collectors.joining());
    }

    private static String diff(Improvement improvement) {
        StringBuilder text = new StringBuilder(improvement.object() + "\n");
        if (improvement instanceof Improvement.Fields fields) {
            fields.edits().forEach(edit -> text.append(diff(edit)));
        } else {
            text.append("  - data.tls.key: (a private key)\n  + data.tls.key: \"\"\n");
        }
        return text.append("  ")
                .append(Printable.of(improvement.why()))
                .append('\n')
                .toString();
    }

    private static String diff(Edit edit) {
        String wanted = edit.wanted().isTextual()
                ? edit.wanted().textValue()
                : edit.wanted().toString();
        String found = edit.isAdded() ? "" : "  - " + edit.field() + ": " + Printable.of(edit.found()) + "\n";
        return found + "  + " + edit.field() + ": " + wanted + "\n";
    }

    /** YAML that {@code kubectl apply} takes; what is in place already, and what cannot be known yet, are comments. */
    public static String yaml(SetupDecider decider, Found found) {
        StringBuilder yaml = new StringBuilder();
        for (Stage stage : decider.stages(found)) {
            yaml.append("\n# ").append(stage.title()).append('\n');
            stage.pieces().forEach(piece -> yaml.append(yaml(piece, decider.isToBeMade(piece, found))));
        }
        List<Improvement> improvements = decider.improvements(found);
        if (!improvements.isEmpty()) {
            yaml.append('\n').append(commented("--improve would change:\n" + diff(improvements)));
        }
        return yaml.toString();
    }

    /** What has to be seen to where cert-manager no longer renews the anchor. */
    public static String renewedByCapstanAlone() {
        return """
                cert-manager does not renew the trust anchor, not even at its end: Capstan does. Have it installed, and the
                alerts that tell when it does not run.
                """;
    }

    private static String yaml(Piece piece, boolean isToBeMade) {
        if (!isToBeMade) {
            return COMMENT + piece.ref() + " is in place\n";
        }
        return piece.complete()
                ? "---\n" + piece.yaml()
                : commented("once the trust anchor is issued, with its certificate:\n" + piece.yaml());
    }

    public static String commented(String text) {
        return text.lines().map(line -> COMMENT + line + "\n").collect(Collectors.joining());
    }

    /** The documentation's step 6, which is for a person to do. */
    public static String installation(Installation installation) {
        String namespace = installation.linkerdNamespace();
        String ofCli = namespace.equals(LINKERD) ? "" : " --linkerd-namespace " + namespace;
        return """
                6. Linkerd is not installed yet, so its control plane cannot be well. To have it use all this, with Helm, where
                linkerd is the name that you gave its chart repository:

                  helm install linkerd-crds -n %1$s linkerd/linkerd-crds
                  helm install linkerd-control-plane -n %1$s \\
                    --set identity.externalCA=true \\
                    --set identity.issuer.scheme=kubernetes.io/tls \\
                    linkerd/linkerd-control-plane

                or with Linkerd's command line:

                  linkerd install%2$s --crds | kubectl apply -f -
                  linkerd install%2$s \\
                    --set identity.externalCA=true \\
                    --set identity.issuer.scheme=kubernetes.io/tls \\
                    | kubectl apply -f -
                """.formatted(namespace, ofCli);
    }
}
