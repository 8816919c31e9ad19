package dev.bailiwick.script.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.part.SectionParts;
import dev.bailiwick.script.scan.Token;
import org.jspecify.annotations.Nullable;

/** Reads any text and checks what must be true of every file, right or wrong. */
final class Reading {

    private int at;

    private Reading() {}

    /** The migration, or null where the text is refused; nothing else may happen. */
    static @Nullable Migration of(String text) {
        Reading reading = new Reading();
        try {
            Migration migration = MigrationParser.parse("a.sql", "a.sql", Text.of(text), reading::follow);
            assertThat(reading.at).isEqualTo(migration.text().length());
            check(migration, migration.up());
            if (migration.down() != null) {
                check(migration, migration.down());
            }
            return migration;
        } catch (InvalidScriptException e) {
            assertThat(e.findings()).isNotEmpty().hasSizeLessThanOrEqualTo(21);
            return null;
        }
    }

    private void follow(Token token) {
        if (token.start() != at || token.end() <= at) {
            throw new AssertionError("a gap before " + token);
        }
        at = token.end();
    }

    private static void check(Migration migration, Section section) {
        int last = section.start();
        for (Statement statement : section.statements()) {
            if (statement.start() < last || statement.end() <= statement.start()) {
                throw new AssertionError("out of order: " + statement);
            }
            last = Math.max(statement.end(), statement.dataEnd());
        }
        assertThat(last).isLessThanOrEqualTo(section.end());
        int sent = section.start();
        for (Part part : SectionParts.of(migration, section)) {
            if (part.start() < sent) {
                throw new AssertionError("sent twice: " + part);
            }
            sent = part instanceof Part.CopyIn copy
                    ? copy.dataEnd()
                    : part.start() + part.text().length();
        }
        assertThat(sent).isLessThanOrEqualTo(section.end());
    }
}
