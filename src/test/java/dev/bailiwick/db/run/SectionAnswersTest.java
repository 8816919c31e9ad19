package dev.bailiwick.db.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.db.section.RunListener;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Limits;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SectionAnswersTest {
    private static final Domain SHOP = Domain.of("shop", "sql/shop", List.of(), false);

    /** The server counts lines of COPY data in 64 bits, without a sign. */
    @ParameterizedTest
    @CsvSource({"2, 25", "3000000000, 2", "18446744073709551615, 2"})
    void aLineThatIsTooFarAwayIsLeftToTheServersWords(String line, int offset) {
        String text = "  COPY t FROM STDIN;\n1\n \t2\n\\.\n";
        Statement copy = new Statement(2, 20, Statement.Kind.COPY_IN, 21, 27);
        Part part = new Part.CopyIn(2, text.substring(2, 20), 21, 27);
        Section section = new Section(0, text.length(), true, false, Limits.NONE, List.of(), List.of(copy));
        SectionRun unit = new SectionRun(SHOP, Direction.UP, "1.sql", "1.sql", Text.of(text), section, List.of(part), "", null, 1);
        SectionAnswers trace = new SectionAnswers(unit, 0, RunListener.SILENT);
        trace.sending(0, part);

        SqlError error = trace.error(
                new SQLException("no"),
                new ServerMessage("ERROR", "22P02", "no", null, null, "COPY t, line " + line + ", column i: \"x\""));

        assertThat(error.offset()).isEqualTo(offset);
    }
}
