package io.capstan.setup;

import io.capstan.trust.ObjectRef;
import io.capstan.trust.PreviousAnchors;
import java.util.List;

/** A change for the better of something that works as it is. None of them makes cert-manager issue the anchor again. */
public sealed interface Improvement {
    ObjectRef object();

    /** What is wrong with it as it is, and what the change does, in a sentence or two. */
    String why();

    /**
     * Fields of one object.
     *
     * @param resourceVersion the one that was seen; empty if any will do
     */
    record Fields(ObjectRef object, String resourceVersion, List<Edit> edits, String why) implements Improvement {
        public Fields {
            edits = List.copyOf(edits);
        }
    }

    /** The previous slot keeps its certificates and loses the private key beside them. */
    record WithoutKey(PreviousAnchors slot, String why) implements Improvement {
        @Override
        public ObjectRef object() {
            return slot.ref();
        }
    }
}
