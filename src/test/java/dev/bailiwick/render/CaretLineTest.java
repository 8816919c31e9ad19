package dev.bailiwick.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.script.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaretLineTest {

    @Test
    void theCaretStandsUnderTheColumn() {
        assertThat(excerpt("SELECT 1 FORM x;", 10, 80)).isEqualTo("""
                  7 | SELECT 1 FORM x;
                    |          ^
                """);
    }

    @Test
    void aTabTakesFourCells() {
        assertThat(excerpt("\tname\ttxet,", 7, 80)).isEqualTo("""
                  7 |     name    txet,
                    |             ^
                """);
    }

    @Test
    void thaiMarksTakeNoCell() {
        // Eleven characters, one of them a vowel above its consonant: ten cells.
        assertThat(excerpt("('งบดำเนินการ', 1));", 19, 80)).isEqualTo("""
                  7 | ('งบดำเนินการ', 1));
                    |                  ^
                """);
    }

    @Test
    void aCaretOnAMarkStandsUnderItsConsonant() {
        // The column of the vowel sign in "นิ" and of its consonant.
        assertThat(excerpt("งบดำเนินการ", 7, 80)).isEqualTo(excerpt("งบดำเนินการ", 6, 80));
    }

    @Test
    void emojiAndIdeographsTakeTwo() {
        assertThat(excerpt("'💊 药' x", 7, 80)).isEqualTo("""
                  7 | '💊 药' x
                    |         ^
                """);
    }

    @Test
    void controlCharactersAreShownAndCounted() {
        assertThat(excerpt("a\u001bb\u202ec", 5, 80)).isEqualTo("""
                  7 | a\\x1bb\\u202ec
                    |             ^
                """);
    }

    @Test
    void aColumnBehindTheEndIsTheEnd() {
        assertThat(excerpt("****", 30, 80)).isEqualTo("""
                  7 | ****
                    |     ^
                """);
        assertThat(excerpt("", 1, 80)).isEqualTo("""
                  7 |
                    | ^
                """);
    }

    @Test
    void aLongLineIsCutAroundTheCaret() {
        String line = "(1, 'งบ'), ".repeat(25) + "(1, 'งบ' oops), " + "(1, 'งบ'), ".repeat(25);
        assertThat(excerpt(line, 25 * 11 + 10, 60)).isEqualTo("""
                  7 | …(1, 'งบ'), (1, 'งบ'), (1, 'งบ' oops), (1, 'งบ'), (1,…
                    |                                 ^
                """);
        assertThat(excerpt(line, 2, 60)).isEqualTo("""
                  7 | (1, 'งบ'), (1, 'งบ'), (1, 'งบ'), (1, 'งบ'), (1, 'งบ')…
                    |  ^
                """);
    }

    @Test
    void aLineOfTwentyMegabytesIsNoMatter() {
        String data = "💊, ".repeat(5_000_000);
        assertThat(excerpt(data + "oops" + data, 15_000_001, 40)).isEqualTo("""
                  7 | …, 💊, 💊, 💊, 💊, oops💊, 💊, 💊…
                    |                    ^
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "นิ", "药", "💊", "\t", "\u001b", "a药ิb"})
    void whateverTheLineTheCaretIsUnderItsCharacterAndTheLineFits(String unit) {
        String line = (unit + "-").repeat(250);
        for (boolean unicode : new boolean[] {true, false}) {
            for (int width : new int[] {25, 40, 80, 500}) {
                for (int at = line.indexOf('-'); at >= 0; at = line.indexOf('-', at + 1)) {
                    int column = line.codePointCount(0, at) + 1;
                    var lines = CaretLine.of(new Place("f", 12345, column, line), new TextStyle(false, unicode), width);
                    assertThat(TerminalCells.width(lines.get(0))).isLessThanOrEqualTo(Math.max(30, width));
                    assertThat(characterAt(lines.get(0), lines.get(1).indexOf('^')))
                            .isEqualTo('-');
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a, 1",
        "é, 1",
        "é, 1",
        "งบดำเนินการ, 10",
        "药, 2",
        "한, 2",
        "ｱ, 1",
        "Ａ, 2",
        "💊, 2",
        "🇹🇭, 2",
        "…, 1",
        "✓, 1",
        "​, 0"
    })
    void cellsAreAsTerminalsCountThem(String text, int cells) {
        assertThat(TerminalCells.width(text)).isEqualTo(cells);
    }

    private static int characterAt(String line, int cell) {
        int used = 0;
        for (int c : line.codePoints().toArray()) {
            if (used == cell && TerminalCells.width(c) > 0) {
                return c;
            }
            used += TerminalCells.width(c);
        }
        return -1;
    }

    private static String excerpt(String line, int column, int width) {
        return String.join("\n", CaretLine.of(new Place("f.sql", 7, column, line), TextStyle.PLAIN, width)) + "\n";
    }
}
