package io.capstan.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import io.capstan.drydock.pki.Fingerprint;
import io.capstan.drydock.pki.Pem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Stands between Capstan and the API server and holds each of its writes against the truth of that moment: trust before use,
 * use before distrust, no private key, no step without the lock.
 */
final class Watchman implements Fault {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREVIOUS = "linkerd-previous-anchor";
    /** {@code PRIVATE KEY} in clear, and in the three ways in which it may stand in Base64. */
    private static final List<String> KEY_MARKS =
            List.of("PRIVATE KEY", "UFJJVkFURSBLRV", "BSSVZBVEUgS0VZ", "QUklWQVRFIEtFW");

    private final Surroundings world;
    private final Truth truth;
    private final Fault trouble;
    private final boolean guardsTrust;
    private final Map<String, String> identities = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    /** @param guardsTrust whether trust has to come before use; the documented order does without */
    Watchman(Surroundings world, Truth truth, Fault trouble, boolean guardsTrust) {
        this.world = world;
        this.truth = truth;
        this.trouble = trouble;
        this.guardsTrust = guardsTrust;
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** Before trouble delays it: what happens in between, Capstan cannot know. */
    @Override
    public Outcome before(Request request) {
        if (request.writes()) {
            judge(request);
        }
        return trouble.before(request);
    }

    @Override
    public Outcome after(Request request) {
        return trouble.after(request);
    }

    private synchronized void judge(Request request) {
        if (KEY_MARKS.stream().anyMatch(request.body()::contains)) {
            violation(request, "carries a private key");
        }
        if (request.path().endsWith("/leases/capstan") || request.path().endsWith("/leases")) {
            remember(request);
            return;
        }
        if (request.path().contains("/events") || request.path().contains("/configmaps")) {
            return;
        }
        world.note(request.userAgent() + ": " + request.method() + " " + request.path());
        if (!isHolderOfTheLock(request)) {
            violation(request, "is done without the lock");
        }
        if (request.path().endsWith(PREVIOUS) || request.path().endsWith("/secrets")) {
            judgeDistrust(request);
        } else if (request.path().endsWith("/linkerd-identity-issuer/status")) {
            judgeUse(request);
        } else if (request.path().endsWith("/linkerd-trust-anchor/status")) {
            judgeReplacement(request);
        } else if (request.path().startsWith("/apis/apps/")) {
            judgeRestart(request);
        }
    }

    /** Use before distrust: what is in use stays among the sources of the bundle. */
    private void judgeDistrust(Request request) {
        Set<String> lost = truth.inUse();
        lost.add(truth.anchorOfIssuer());
        lost.retainAll(truth.sources());
        lost.removeAll(previous(request));
        lost.remove(truth.anchor());
        if (!lost.isEmpty()) {
            violation(request, "takes anchors out of the bundle that are in use: " + lost);
        }
    }

    /** The anchor that is to be replaced, and all others in use, are kept by the previous slot. */
    private void judgeReplacement(Request request) {
        Set<String> lost = truth.inUse();
        lost.add(truth.anchorOfIssuer());
        lost.removeAll(truth.previous());
        if (!lost.isEmpty()) {
            violation(request, "replaces the anchor though anchors are in use that the previous slot lacks: " + lost);
        }
    }

    /** Trust before use: nothing is issued under an anchor that a proxy has not loaded. */
    private void judgeUse(Request request) {
        List<String> without = truth.proxiesWithout(truth.anchor());
        if (guardsTrust && !without.isEmpty() && !truth.isBroken()) {
            violation(request, "has an issuer made under an anchor that these have not loaded: " + without);
        }
    }

    private void judgeRestart(Request request) {
        boolean isIdentity = request.path().endsWith("/linkerd-identity");
        List<String> without = truth.proxiesWithout(truth.anchorOfIssuer());
        boolean isInUse = truth.inUse().contains(truth.anchorOfIssuer());
        without.removeIf(pod -> pod.startsWith("linkerd/linkerd-identity-"));
        if (guardsTrust
                && isIdentity
                && !isInUse
                && !without.isEmpty()
                && !truth.isBroken()
                && truth.isIdentityServing()) {
            violation(request, "brings an issuer into use under an anchor that these have not loaded: " + without);
        }
        Set<String> missing = truth.inUse();
        missing.removeAll(truth.bundled());
        if (!missing.isEmpty()) {
            violation(request, "restarts though the bundle lacks anchors that are in use: " + missing);
        }
    }

    private static Set<String> previous(Request request) {
        Set<String> found = new TreeSet<>();
        for (JsonNode text : body(request).findValues("tls.crt")) {
            String pem = new String(Base64.getDecoder().decode(text.asText()), StandardCharsets.UTF_8);
            found.addAll(Pem.certificates(pem).stream().map(Fingerprint::of).collect(Collectors.toSet()));
        }
        return found;
    }

    private static JsonNode body(Request request) {
        try {
            return JSON.readTree(request.body());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void remember(Request request) {
        String holder = body(request).path("spec").path("holderIdentity").asText();
        if (!holder.isEmpty()) {
            identities.put(request.userAgent(), holder);
        }
    }

    private boolean isHolderOfTheLock(Request request) {
        return Optional.ofNullable(identities.get(request.userAgent())).equals(truth.holderOfTheLock());
    }

    private void violation(Request request, String what) {
        violations.add(request.userAgent() + ": " + request.method() + " " + request.path() + " " + what);
        world.note("  violation: " + what);
    }
}
