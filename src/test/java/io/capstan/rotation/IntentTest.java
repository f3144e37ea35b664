package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.trust.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Somebody asks again for a rotation that is under way. */
class IntentTest {
    private static final ObjectRef WEB = new ObjectRef("Deployment", "emojivoto", "web");
    private static final ObjectRef DB = new ObjectRef("StatefulSet", "emojivoto", "db");

    private final Intent plain = Intents.toRetire(Pki.OLD.certificate().fingerprint(), Strategy.SEAMLESS);

    @Test
    void whoAsksForNothingMoreChangesNothing() {
        assertThat(plain.joined(Intents.asked(false, "", Set.of(), false))).isEqualTo(plain);
    }

    @Test
    void whatIsAskedForIsAdded() {
        assertThat(plain.joined(Intents.asked(true, "a-job", Set.of(WEB), true)))
                .returns(true, Intent::purge)
                .returns("a-job", intent -> intent.asked().requestId())
                .returns(Set.of(WEB), Intent::left)
                .returns(true, intent -> intent.asked().anchorNotShared());
    }

    @Test
    void whatWasAskedForBeforeStays() {
        Intent before = plain.joined(Intents.asked(true, "a-job", Set.of(WEB), true));
        assertThat(before.joined(Intents.asked(false, "", Set.of(), false))).isEqualTo(before);
        assertThat(before.joined(Intents.asked(false, "another-job", Set.of(DB), false)))
                .returns(true, Intent::purge)
                .returns("a-job", intent -> intent.asked().requestId())
                .returns(List.of("another-job"), intent -> intent.asked().alsoRequested())
                .returns(Set.of(WEB, DB), Intent::left)
                .returns(true, intent -> intent.asked().anchorNotShared());
    }

    @Test
    void everyRequestKeepsItsNameOnceAndOfVeryManyTheFirstAndTheNewest() {
        Intent joined = plain.joined(request("job-0"));
        for (int i = 0; i < 30; i++) {
            joined = joined.joined(request("job-" + i))
                    .joined(request("job-" + i))
                    .joined(request("job-0"));
        }
        assertThat(joined.asked().requestId()).isEqualTo("job-0");
        assertThat(joined.asked().alsoRequested())
                .hasSize(20)
                .startsWith("job-10")
                .endsWith("job-29")
                .doesNotHaveDuplicates();
    }

    private static Asked request(String id) {
        return Intents.asked(false, id, Set.of(), false);
    }

    @Test
    void whoChangesWhatIsWantedKeepsWhatHasBeenSeen() {
        Instant begun = Pki.NOW.minusSeconds(600);
        Intent earlier = Intent.begun(Pki.NEW.certificate().fingerprint(), plain.asked(), begun)
                .with(Journal.EMPTY.withConverged(Pki.NEW.certificate(), begun));
        Intent prompt = Intents.toRetire(Pki.OLD.certificate().fingerprint(), Strategy.PROMPT);

        assertThat(prompt.since(earlier))
                .isEqualTo(new Intent(
                        prompt.retire(),
                        prompt.asked(),
                        begun,
                        prompt.approvedAt(),
                        prompt.heldPolicy(),
                        prompt.used(),
                        earlier.journal()));
    }
}
