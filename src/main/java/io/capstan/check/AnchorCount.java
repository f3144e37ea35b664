package io.capstan.check;

import io.capstan.pki.Listing;
import io.capstan.trust.Loaded;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.TrustState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How many pods have loaded the anchor, certainly lack it, or might.
 *
 * @param lacking pods by owner
 * @param unknown pods by owner
 */
record AnchorCount(String anchor, int all, Map<ObjectRef, Integer> lacking, Map<ObjectRef, Integer> unknown) {
    private static final int NAMED = 5;

    /** {@code count} pods of {@code owner} that have loaded the same. */
    record Holder(ObjectRef owner, int count, Loaded loaded) {}

    static AnchorCount of(Stream<Holder> holders, TrustState state) {
        Map<ObjectRef, Integer> lacking = new TreeMap<>();
        Map<ObjectRef, Integer> unknown = new TreeMap<>();
        int all = 0;
        for (Holder holder : holders.toList()) {
            all += holder.count();
            if (holder.loaded().lacks(state.anchor())) {
                lacking.merge(holder.owner(), holder.count(), Integer::sum);
            } else if (!holder.loaded().has(state.anchor())) {
                unknown.merge(holder.owner(), holder.count(), Integer::sum);
            }
        }
        return new AnchorCount(state.anchor().fingerprint().abbreviated(), all, lacking, unknown);
    }

    /** @param noun {@code control-plane pod} */
    Verdict judge(Examination e, ObjectRef object, String noun) {
        if (all == 0) {
            return Verdict.skipped(object, "there is no " + noun);
        }
        if (!lacking.isEmpty()) {
            return lacking(e, object, noun);
        }
        return unknown.isEmpty()
                ? Verdict.ok(
                        object,
                        Listing.count(all, noun) + (all == 1 ? " has" : " have each") + " loaded the anchor " + anchor)
                : Verdict.skipped(
                        object,
                        sum(unknown) + " of " + Listing.count(all, noun) + " cannot be told to have loaded the anchor "
                                + anchor + ", nor to lack it: " + named(unknown));
    }

    private Verdict lacking(Examination e, ObjectRef object, String noun) {
        String message = sum(lacking) + " of " + Listing.count(all, noun) + " have not loaded the anchor " + anchor
                + ": " + named(lacking) + (unknown.isEmpty() ? "" : "; of " + sum(unknown) + " more it is not known");
        return e.isDistributing()
                ? Verdict.info(
                        object,
                        message + "; a rotation is under way",
                        "capstan rotate restarts what is left, in the order that breaks nothing")
                : Verdict.critical(
                        object,
                        message + ", and they refuse whatever it signed",
                        "capstan status says what is in use; restart what lacks the anchor, the control plane's identity last");
    }

    private static int sum(Map<ObjectRef, Integer> pods) {
        return pods.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String named(Map<ObjectRef, Integer> pods) {
        List<String> names = new ArrayList<>();
        pods.forEach((owner, count) -> names.add(owner + " (" + count + ")"));
        return Listing.of(names, NAMED);
    }
}
