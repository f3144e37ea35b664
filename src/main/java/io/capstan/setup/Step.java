package io.capstan.setup;

import java.util.List;

/** The next thing to do. */
public sealed interface Step {
    /** What can be created now. */
    record Create(List<Piece> pieces) implements Step {
        public Create {
            pieces = List.copyOf(pieces);
        }
    }

    record Improve(Improvement improvement) implements Step {}

    /** @param what in words that follow "waiting for" */
    record Await(Milestone milestone, String what) implements Step {}

    /** @param reasons why nothing more can be done as it is, each with what to change */
    record Refuse(List<String> reasons) implements Step {
        public Refuse {
            reasons = List.copyOf(reasons);
        }
    }

    /** @param left what could be better, and may not be touched */
    record Done(List<Improvement> left) implements Step {
        public Done {
            left = List.copyOf(left);
        }
    }
}
