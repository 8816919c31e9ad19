package dev.bailiwick.model.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.history.SessionState.Entry;
import dev.bailiwick.model.history.SessionState.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionStateTest {
    @Test
    void whatARowKeepsIsReadAgainAsItWas() {
        SessionState state = new SessionState(
                3,
                List.of(
                        new Entry(Kind.SETTING, "my.x", "a=b; |%\n'\\ é $1 \uD83D\uDE00"),
                        new Entry(Kind.SETTING, "search_path", ""),
                        new Entry(Kind.TABLE, "a b=c: d", "")));

        assertThat(state.line().lines().skip(1)).hasSize(1).allMatch(line -> line.chars()
                .allMatch(c -> c < 128));
        assertThat(SessionState.in("ERROR 22012: division by zero" + state.line()))
                .isEqualTo(state);
        assertThat(SessionState.in("x" + new SessionState(1, List.of()).line() + state.line() + "\nmore"))
                .isEqualTo(state);
        assertThat(state.ended()).containsExactly("temporary table a b=c: d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not finished",
                "not finished\n; session behind statement",
                "x\n; session behind statement 3: WHAT=x=",
                "x\n; session behind statement 3: TABLE=x",
                "x\n; session behind statement x: TABLE=x="
            })
    void whatSaysNothingLeavesNothingKnown(String message) {
        assertThat(SessionState.in(message)).isEqualTo(SessionState.FRESH);
        assertThat(SessionState.FRESH.line()).isEmpty();
    }
}
