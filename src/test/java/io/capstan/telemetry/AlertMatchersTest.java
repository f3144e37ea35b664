package io.capstan.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertMatchersTest {
    private static final Map<String, String> ALERT =
            Map.of("alertname", "HighErrorRate", "severity", "page", "team", "web", "path", "C:\\x");

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '^', textBlock = """
                    severity="page"                        → true
                    severity="ticket"                      → false
                    severity = 'page' , team=~"web|api",   → true
                    severity="page",team="api"             → false
                    team!="api"                            → true
                    team!="web"                            → false
                    team=~"we"                             → false
                    team=~"we."                            → true
                    team!~"we"                             → true
                    team!~"w.*"                            → false
                    team=~"(?i)WEB"                        → true
                    path="C:\\\\x"                         → true
                    path=`C:\\x`                           → true
                    path=~"C:\\\\\\\\x"                    → true
                    path=~`C:\\\\x`                        → true
                    absent=""                              → true
                    absent!=""                             → false
                    absent=~".*"                           → true
                    absent!~"a"                            → true
                    alertname!~"Capstan.*",severity="page" → true
                    """)
    void matchAsPrometheusDoes(String matchers, boolean expected) {
        assertThat(AlertMatchers.parse(matchers).match(ALERT)).isEqualTo(expected);
    }

    @Test
    void escapesStandForWhatTheyMean() {
        assertThat(AlertMatchers.parse("a=\"\\\"\\'\\n\\r\\t\\\\\"").match(Map.of("a", "\"'\n\r\t\\")))
                .isTrue();
    }

    @Test
    void aDotMatchesALineBreakAsWell() {
        assertThat(AlertMatchers.parse("a=~\"x.y\"").match(Map.of("a", "x\ny"))).isTrue();
    }

    @Test
    void anExpressionThatBacktrackingWouldNeverFinishTakesNoTime() {
        AlertMatchers nested = AlertMatchers.parse("a=~\"(a+)+(b|a*)*c\"");
        assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> assertThat(nested.match(Map.of("a", "a".repeat(5_000)))).isFalse());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '^', textBlock = """
                    ^^                      → at character 1 stands the end instead of a label's name
                    {severity="page"}       → at character 1 stands '{' instead of a label's name
                    ="page"                 → at character 1 stands '=' instead of a label's name
                    9a="b"                  → at character 1 stands '9' instead of a label's name
                    severity                → at character 9 stands the end instead of one of =, !=, =~ and !~
                    severity page           → at character 10 stands 'p' instead of one of =, !=, =~ and !~
                    severity=page           → at character 10 stands 'p' instead of a value in quotes
                    severity=               → at character 10 stands the end instead of a value in quotes
                    severity="page          → at character 15 stands the end instead of '"'
                    severity="page" team=x  → at character 17 stands 't' instead of ','
                    a="b",,c="d"            → at character 7 stands ',' instead of a label's name
                    a=~"\\d"                → at character 6 stands 'd' instead of one of \\ " ' n r t after a backslash
                    a=~"("                  → '(' is no regular expression of RE2: missing closing )
                    a=~"(?=b)"              → is no regular expression of RE2
                    """)
    void saysWhatIsWrongAndWhere(String matchers, String expected) {
        assertThatThrownBy(() -> AlertMatchers.parse(matchers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }
}
