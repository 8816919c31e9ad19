package dev.bailiwick.othertools.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.history.Adoption.Checksum;
import dev.bailiwick.model.history.OtherTool;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.script.split.InvalidScriptException;
import dev.bailiwick.script.split.MigrationParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checksums that the tools themselves have written: see {@code src/test/resources/histories}. */
class OtherToolChecksumTest {
    private static final String DRUGS = theirs("flyway/V1__create_drugs.sql");
    private static final String DRUGS_CRC = "1499095974";

    private static String theirs(String path) {
        try {
            return Files.readString(Path.of("src/test/resources/histories", path));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Checksum flyway(String text) throws InvalidScriptException {
        return OtherToolChecksum.compare(OtherTool.FLYWAY, DRUGS_CRC, migration(text));
    }

    private static Migration migration(String text) throws InvalidScriptException {
        return MigrationParser.parse("x.sql", "x.sql", text);
    }

    @ParameterizedTest
    @CsvSource({
        "V1__create_drugs, 1499095974",
        "V2__add_dosage_form, -451450411",
        "V2.1__index_drug_names, 1365442359",
        "R__orderable_drugs, -615051613",
        "V3__unique_drug_codes, 52326442",
    })
    void isWhatFlywayComputes(String file, int checksum) {
        assertThat(OtherToolChecksum.flyway(theirs("flyway/" + file + ".sql"))).isEqualTo(checksum);
    }

    @Test
    void lineEndsBlankLinesAndAByteOrderMarkDontCount() {
        assertThat(OtherToolChecksum.flyway("\uFEFF" + DRUGS.replace("\n", "\r\n")))
                .isEqualTo(1499095974);
        assertThat(OtherToolChecksum.flyway(DRUGS + "\n\n")).isEqualTo(1499095974);
        assertThat(OtherToolChecksum.flyway(DRUGS + " ")).isNotEqualTo(1499095974);
    }

    @Test
    void theOldTextIsFoundInTheUpSection() throws InvalidScriptException {
        assertThat(flyway("-- why\n\n-- migrate:up\n" + DRUGS + "\n\n-- migrate:down\nDROP TABLE drugs;\n"))
                .isEqualTo(Checksum.AGREES);
        assertThat(flyway("-- migrate:up\n" + DRUGS)).isEqualTo(Checksum.AGREES);
    }

    @Test
    void commentsOfTheOldTextMayStandBeforeTheMarker() throws InvalidScriptException {
        int comment = DRUGS.indexOf('\n') + 1;
        assertThat(flyway("-- Taken over from flyway: V1__create_drugs.sql\n\n" + DRUGS.substring(0, comment)
                        + "\n-- migrate:up\n" + DRUGS.substring(comment)))
                .isEqualTo(Checksum.AGREES);
    }

    @Test
    void anyOtherTextDiffers() throws InvalidScriptException {
        assertThat(flyway("-- migrate:up\n" + DRUGS.toUpperCase(Locale.ROOT))).isEqualTo(Checksum.DIFFERS);
        assertThat(flyway("-- migrate:up\n" + DRUGS + "SELECT 1;")).isEqualTo(Checksum.DIFFERS);
    }

    @Test
    void sqitchHashesTheBytesOfItsScript() throws InvalidScriptException {
        String hash = "be0132624e991083e815da881d8d3e6d0c4fe02c";
        String script = theirs("sqitch/deploy/create_drugs.sql");
        assertThat(OtherToolChecksum.compare(
                        OtherTool.SQITCH,
                        hash,
                        migration("-- migrate:up\n" + script + "\n-- migrate:down\nSELECT 1;\n")))
                .isEqualTo(Checksum.AGREES);
        assertThat(OtherToolChecksum.compare(OtherTool.SQITCH, hash, migration("-- migrate:up\n-- " + script)))
                .isEqualTo(Checksum.DIFFERS);
    }

    @Test
    void whatNobodyElseCanComputeIsUnverifiable() throws InvalidScriptException {
        Migration ours = migration("-- migrate:up\nSELECT 1;\n");
        assertThat(OtherToolChecksum.compare(OtherTool.LIQUIBASE, "9:92a2b3865a2231c1e6818b373f33211b", ours))
                .isEqualTo(Checksum.UNVERIFIABLE);
        assertThat(OtherToolChecksum.compare(OtherTool.KNEX, "", ours)).isEqualTo(Checksum.NONE);
    }
}
