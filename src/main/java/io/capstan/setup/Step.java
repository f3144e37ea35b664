package io.capstan.setup;

import io.capstan.rotation.Policy;
import java.time.Duration;
import java.util.List;

/** The next thing to do. */
public sealed interface Step {

    /** One after which there is another. */
    sealed interface OnTheWay extends Step {
        /** What it is about: the same as long as it makes no headway. */
        String subject();

        /** What is waited for, in words that follow "waiting for". */
        String what();

        /** How long the same may be the next thing. */
        default Duration limit(Policy policy) {
            return policy.renewalLimit();
        }
    }

    /** What can be created now. */
    record Create(List<Piece> pieces) implements OnTheWay {
        public Create {
            pieces = List.copyOf(pieces);
        }

        @Override
        public String subject() {
            return pieces.get(0).ref().toString();
        }

        @Override
        public String what() {
            return subject() + " to be there: the API server takes it, or says that there is one, and yet it is not";
        }
    }

    record Improve(Improvement improvement) implements OnTheWay {
        @Override
        public String subject() {
            return improvement.object().toString();
        }

        @Override
        public String what() {
            return subject() + " to stay as it was changed: something else writes it as well";
        }
    }

    record Await(Milestone milestone, String what) implements OnTheWay {
        @Override
        public String subject() {
            return milestone.name();
        }

        @Override
        public Duration limit(Policy policy) {
            return milestone.limit(policy);
        }
    }

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
