package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.trust.ObjectRef;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Somebody asks again for a rotation that is under way. */
class IntentTest {
    private static final ObjectRef WEB = new ObjectRef("Deployment", "emojivoto", "web");
    private static final ObjectRef DB = new ObjectRef("StatefulSet", "emojivoto", "db");

    private final Intent plain = Intents.toRetire(Pki.OLD.certificate().fingerprint(), Strategy.SEAMLESS);

    @Test
    void whoAsksForNothingMoreChangesNothing() {
        assertThat(plain.joined(false, "", Set.of(), false)).isEqualTo(plain);
    }

    @Test
    void whatIsAskedForIsAdded() {
        assertThat(plain.joined(true, "a-job", Set.of(WEB), true))
                .returns(true, Intent::purge)
                .returns("a-job", Intent::requestId)
                .returns(Set.of(WEB), Intent::left)
                .returns(true, Intent::anchorNotShared);
    }

    @Test
    void whatWasAskedForBeforeStays() {
        Intent before = plain.joined(true, "a-job", Set.of(WEB), true);
        assertThat(before.joined(false, "", Set.of(), false)).isEqualTo(before);
        assertThat(before.joined(false, "another-job", Set.of(DB), false))
                .returns(true, Intent::purge)
                .returns("another-job", Intent::requestId)
                .returns(Set.of(WEB, DB), Intent::left)
                .returns(true, Intent::anchorNotShared);
    }
}
