package io.capstan.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.capstan.check.Checkup;
import io.capstan.fixture.Snapshots;
import io.capstan.rotation.Policy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckReportTest {
    @Test
    void theSetUpOfTheDocumentationIsWellButForItsTraps() {
        Golden.assertMatches(CheckText.of(checkup(Snapshots.steady()), Marks.PLAIN), "check-steady.txt");
    }

    @Test
    void programsGetTheSameAsJson() {
        Golden.assertMatches(JsonText.of(CheckJson.of(checkup(Snapshots.steady()))), "check-steady.json");
    }

    @Test
    void aMinuteAfterAnUnattendedRenewalTheCheckSaysWhatIsAtStake() {
        Golden.assertMatches(CheckText.of(checkup(Snapshots.renewed()), Marks.PLAIN), "check-renewed.txt");
    }

    @Test
    void certificatesArePrintedAsTheDocumentationInspectsThem() {
        Golden.assertMatches(
                CertificateLines.of(checkup(Snapshots.renewed()).certificates()), "certificates-renewed.txt");
    }

    @Test
    void aTerminalThatKnowsNoUnicodeGetsAsciiMarks() {
        String text = CheckText.of(checkup(Snapshots.steady()), new Marks(true, false));
        assertThat(text.chars()).allMatch(character -> character < 128);
        assertThat(text).contains("\nok ").contains("\n!! ").endsWith("Status check results are !!\n");
    }

    @Test
    void marksAreColouredOnlyOnRequest() {
        String text = CheckText.of(checkup(Snapshots.steady()), new Marks(false, true));
        assertThat(text).contains("\u001b[32m√\u001b[0m ").contains("\u001b[33m‼\u001b[0m ");
        assertThat(CheckText.of(checkup(Snapshots.steady()), Marks.PLAIN)).doesNotContain("\u001b");
    }

    @Test
    void noControlCharacterOfAClusterObjectReachesATerminal() {
        Checkup checkup = checkup(Snapshots.steady()
                .bundle(b -> b.notSynced("Evil\u001b[2J", "a\r\nb\u009b31m\u202egnorw\u2028next\u0000")));
        String text = CheckText.of(checkup, Marks.PLAIN);
        assertThat(text).contains("(Evil\uFFFD[2J: a  b\uFFFD31m\uFFFDgnorw next\uFFFD)");
        assertThat(text.codePoints().filter(Character::isISOControl)).containsOnly((int) '\n');
        assertThat(JsonText.of(CheckJson.of(checkup)).codePoints())
                .allMatch(character -> character == '\n' || (character >= ' ' && character < 127));
    }

    @Test
    void withoutAnAnchorThereIsNoDeadlineInTheJson() throws JsonProcessingException {
        JsonNode json = new ObjectMapper()
                .readTree(JsonText.of(CheckJson.of(
                        checkup(Snapshots.steady().anchor(a -> a.noSecret().noResource())))));
        assertThat(json.get("deadline").isNull()).isTrue();
        assertThat(json.get("deadlineCause").asText()).isEmpty();
        assertThat(json.get("phase").asText()).isEqualTo("unknown");
        assertThat(json.get("status").asText()).isEqualTo("unknown");
    }

    private static Checkup checkup(Snapshots snapshots) {
        return Checkup.of(snapshots.build(), Policy.DEFAULT, Optional.empty());
    }
}
