package io.capstan.trust;

import io.capstan.pki.AnchorSet;
import java.util.List;

/** Which anchors the injector gives to new pods, asked by dry runs of a pod's creation. */
public sealed interface InjectorHandout {
    /** What several dry runs answered, one entry an answer: the injector may have several replicas. */
    record Answers(List<AnchorSet> bundles) implements InjectorHandout {
        public Answers {
            bundles = List.copyOf(bundles);
        }

        /** Whether all answers, and there were some, hold exactly {@code expected}. */
        public boolean agreeOn(AnchorSet expected) {
            return !bundles.isEmpty() && bundles.stream().allMatch(expected::equals);
        }
    }

    /** A dry run came back without a proxy: a new pod would be unmeshed. */
    record NotInjecting(String why) implements InjectorHandout {}

    /**
     * It was not asked, or may not be.
     *
     * @param why in words, with the missing permission
     */
    record NotAsked(String why) implements InjectorHandout {}
}
