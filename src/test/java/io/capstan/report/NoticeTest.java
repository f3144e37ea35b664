package io.capstan.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.trust.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeTest {
    private static final Regarding WEB = new Regarding(new ObjectRef("Deployment", "emojivoto", "web"), "uid-of-web");

    @Test
    void keepsAShortNoteAsItIs() {
        assertThat(notice("restarted, attempt 1").note()).isEqualTo("restarted, attempt 1");
    }

    /** Of one, two, three and four bytes in UTF-8. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "ä", "…", "\ud83d\ude80"})
    void cutsALongNoteBetweenCharactersBelowAKilobyte(String character) {
        String note = notice("x" + character.repeat(2000)).note();

        assertThat(note).endsWith(character + "…").doesNotContain("\ufffd");
        assertThat(note.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(990, 999);
        assertThat(note.substring(1, note.length() - 1))
                .isEqualTo(character.repeat((note.length() - 2) / character.length()));
    }

    @Test
    void cutsOnlyWhatDoesNotFit() {
        assertThat(notice("x".repeat(999)).note()).isEqualTo("x".repeat(999));
        assertThat(notice("x".repeat(1000)).note()).isEqualTo("x".repeat(996) + "…");
    }

    @Test
    void keepsNothingThatMovesACursorOrBreaksALine() {
        assertThat(notice("first\nsecond\u001b[31m\u202ered").note()).isEqualTo("first second\ufffd[31m\ufffdred");
    }

    @Test
    void everyReasonIsWrittenAsItsNameSays() {
        assertThat(NoticeReason.values()).hasSize(15).allSatisfy(reason -> {
            String name = Arrays.stream(reason.name().split("_"))
                    .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                    .reduce("", String::concat);
            assertThat(reason.text()).isEqualTo(name);
            assertThat(reason.action()).isNotEmpty();
        });
    }

    private static Notice notice(String note) {
        return new Notice(NoticeReason.WORKLOAD_RESTARTED, WEB, note);
    }
}
