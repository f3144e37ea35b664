package io.capstan.report;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WidthTest {
    @Test
    void breaksAtTheLastSpaceThatFitsAndIndentsTheRest() {
        assertThat(new Width(20).wrap("    one two three four five", "    "))
                .isEqualTo("    one two three\n    four five");
    }

    @Test
    void leavesAWordWholeThatIsTooLong() {
        assertThat(new Width(10).wrap("  abcdefghijklmnop qrs tuv", "  ")).isEqualTo("  abcdefghijklmnop\n  qrs tuv");
        assertThat(new Width(10).wrap("abcdefghijklmnop", "")).isEqualTo("abcdefghijklmnop");
    }

    @Test
    void leavesALineWholeThatHoldsACommandToCopy() {
        String line =
                "renew it: kubectl annotate -n cert-manager certificate linkerd-trust-anchor capstan.io/approve=now";
        assertThat(new Width(40).wrap(line, "")).isEqualTo(line);
    }

    @Property
    void losesNothingButSpaces(@ForAll String text, @ForAll @IntRange(min = 5, max = 60) int columns) {
        String line = Printable.of(text);
        assertThat(new Width(columns).wrap(line, "").replace("\n", " ")).isEqualTo(line);
    }
}
