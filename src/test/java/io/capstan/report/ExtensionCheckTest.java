package io.capstan.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.check.Checkup;
import io.capstan.check.Group;
import io.capstan.check.Rule;
import io.capstan.check.Rules;
import io.capstan.fixture.Snapshots;
import io.capstan.rotation.Policy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExtensionCheckTest {
    @Test
    void warningsAreNoFailure() {
        ExtensionCheck check = check(Snapshots.steady());
        assertThat(check.isSuccess()).isTrue();
        assertThat(check.maySettle()).isFalse();
        assertThat(ExtensionCheckText.table(check, Marks.PLAIN, Width.ANY)).contains("‼ ");
    }

    @Test
    void aBundleThatIsNotSyncedYetMaySettle() {
        ExtensionCheck check =
                check(Snapshots.steady().bundle(bundle -> bundle.notSynced("SourceNotFound", "not yet")));
        assertThat(check.isSuccess()).isFalse();
        assertThat(check.maySettle()).isTrue();
    }

    @Test
    void anAnchorThatHasExpiredDoesNotSettle() {
        ExtensionCheck check = check(Snapshots.steady().now(Snapshots.MESHED.plus(Duration.ofDays(400))));
        assertThat(check.isSuccess()).isFalse();
        assertThat(check.maySettle()).isFalse();
    }

    @Test
    void everyRuleThatItSpeaksOfExists() {
        assertThat(Rules.ALL)
                .extracting(Rule::id)
                .containsAll(ExtensionCheck.SETTLING)
                .containsAll(ExtensionCheck.CONSEQUENCES);
    }

    private static ExtensionCheck check(Snapshots snapshots) {
        Checkup checkup = Checkup.of(snapshots.build(), Policy.DEFAULT, Optional.empty());
        return ExtensionCheck.of(checkup, EnumSet.allOf(Group.class));
    }
}
