package dev.bailiwick.script.psql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.part.SectionParts;
import dev.bailiwick.script.split.InvalidScriptException;
import dev.bailiwick.script.split.MigrationParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of {@code \copy}: what is sent, which file is read, and what is refused. */
class PsqlCopyTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            \\copy t from 'f.csv'                              | COPY t FROM STDIN                              | f.csv
            \\copy t from f.csv csv header                     | COPY t FROM STDIN csv header                   | f.csv
            \\copy t FROM 'f.csv' WITH (FORMAT csv, HEADER)    | COPY t FROM STDIN WITH (FORMAT csv, HEADER)    | f.csv
            \\copy t from 'f.csv' with delimiter ';' csv;      | COPY t FROM STDIN with delimiter ';' csv;      | f.csv
            \\copy a.t (x, "Y ) z") from 'f.csv'               | COPY a.t (x, "Y ) z") FROM STDIN               | f.csv
            \\copy a . "T ""x"" y"(x)from 'f.csv'csv             | COPY a . "T ""x"" y"(x)FROM STDIN csv           | f.csv
            \\copy "from" from 'it''s a.csv'                   | COPY "from" FROM STDIN                         | it's a.csv
            \\copy from from to                                | COPY from FROM STDIN                           | to
            \\copy binary t from 'f'                           | COPY binary t FROM STDIN                       | f
            \\copy t/*;*/ from 'f'                             | COPY t/*;*/ FROM STDIN                         | f
            \\copy "a;b" (";") from 'f'                        | COPY "a;b" (";") FROM STDIN                    | f
            \\copy t from f;                                   | COPY t FROM STDIN ;                            | f
            \\copy t from 'f.csv' where id > 1 -- these; only  | COPY t FROM STDIN where id > 1 -- these; only  | f.csv
            \\copy t from 'd/é.csv.gz' (null '\\N; x')          | COPY t FROM STDIN (null '\\N; x')               | d/é.csv.gz
            """)
    void isSentAsPsqlSendsIt(String line, String sent, String file) {
        Part part = parts("SELECT 1;\n  " + line + "\r\nSELECT 2;").get(1);

        assertThat(part).isInstanceOf(Part.CopyFile.class);
        assertThat(((Part.CopyFile) part).file()).isEqualTo(file);
        assertThat(part.text().strip().replaceAll(" +", " ")).isEqualTo(sent.replaceAll(" +", " "));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            \\copy t to 'f.csv'             | 9   | \\copy … to writes to a file
            \\copy (SELECT 1) to 'f.csv'    | 7   | \\copy of a query writes to a file
            \\copy t from stdin             | 14  | \\copy … from stdin reads the lines behind it
            \\copy t from STDIN csv         | 14  | \\copy … from stdin reads the lines behind it
            \\copy t from pstdin            | 14  | \\copy … from pstdin reads what psql is given
            \\copy t from program 'ls'      | 14  | \\copy … from program runs a program
            \\copy t from 'f.csv            | 14  | the quote that opens here is not closed on its line
            \\copy t from 'f''              | 14  | the quote that opens here is not closed on its line
            \\copy t from ''                | 9   | \\copy names no file
            \\copy t from                   | 9   | \\copy names no file
            \\copy t (a, b from 'f.csv'     | 1   | the column list of \\copy is not closed on its line
            \\copy                          | 1   | psql would not understand this \\copy
            \\copy t 'f.csv'                | 1   | psql would not understand this \\copy
            \\copy t from 'f' csv; DROP t   | 23  | more SQL stands on the line of \\copy
            \\copy t/**/FROM/**/STDIN;COMMIT;COPY/**/t from 'x.csv' | 26 | more SQL stands on the line of \\copy
            \\copy t.f;COMMIT from 'x.csv'  | 11  | more SQL stands on the line of \\copy
            \\copy t (a);COMMIT from 'x'    | 1   | psql would not understand this \\copy
            SELECT 1 \\copy t from 'f.csv'  | 10  | \\copy stands within a statement
            \\COPY t from 'f.csv'           | 1   | \\COPY is a command of psql that the server doesn't know
            """)
    void isRefusedByName(String line, int column, String what) {
        assertThatThrownBy(() -> MigrationParser.parseSeed("a.sql", Text.of(line)))
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageStartingWith("a.sql:1:" + column + ": " + what);
    }

    @Test
    void inAMigrationItStaysRefused() {
        assertThatThrownBy(() -> MigrationParser.parse("1_a.sql", "1_a.sql", "-- migrate:up\n\\copy t from 'f.csv'\n"))
                .hasMessageStartingWith("1_a.sql:2:1: \\copy is a command of psql");
    }

    @Test
    void everyCharacterKnowsItsPlaceInTheFile() {
        for (String file : List.of("f", "'f'", "'abc'", "'abcd.csv'", "f.csv", "'a''b'", "/ab")) {
            String text = "SELECT 1;\n\\copy tab (col) from   " + file + " (format csv)\nSELECT 2;";
            Part part = parts(text).get(1);
            for (String word : List.of("tab", "col", "format", "csv)")) {
                assertThat(part.at(part.text().indexOf(word)))
                        .as(file + " " + word)
                        .isEqualTo(text.lastIndexOf(word));
            }
        }
    }

    @Test
    void aFrameAroundItIsLeftOut() {
        List<Part> parts = parts("BEGIN;\n\\copy t from 'a'\n\\copy t from 'b'\nSELECT 1;\nCOMMIT;\n");

        assertThat(parts).hasSize(3);
        assertThat(parts.get(2).text().strip()).isEqualTo("SELECT 1;");
    }

    private static List<Part> parts(String text) {
        Section section = MigrationParser.parseSeed("a.sql", Text.of(text));
        return SectionParts.of(Text.of(text), section);
    }
}
