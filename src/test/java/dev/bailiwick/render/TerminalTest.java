package dev.bailiwick.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void ordinaryTextStaysAsItIs() {
        String text = "CREATE TABLE \"งบดำเนินการ\" (é text); -- 💊 ‘fine’";
        assertThat(Terminal.safe(text)).isEqualTo(text);
    }

    @Test
    void lineEndsStayAndTabsBecomeBlanks() {
        assertThat(Terminal.safe("a\r\n\tb\n")).isEqualTo("a\n    b\n");
        assertThat(Terminal.safe("a\rb")).isEqualTo("a\\x0db");
        assertThat(Terminal.line("a\nb")).isEqualTo("a\\x0ab");
    }

    @Test
    void everyControlCharacterIsShown() {
        for (int c = 0; c < 0xA0; c++) {
            if (Character.isISOControl(c) && c != '\n' && c != '\t') {
                assertThat(Terminal.safe(Character.toString(c))).isEqualTo(String.format("\\x%02x", c));
            }
        }
    }

    @Test
    void whatMisleadsTheEyeIsShown() {
        assertThat(Terminal.safe("\u202a\u202e\u2066\u2069\u2028\ufeff\ud83d"))
                .isEqualTo("\\u202a\\u202e\\u2066\\u2069\\u2028\\ufeff\\ud83d");
    }
}
