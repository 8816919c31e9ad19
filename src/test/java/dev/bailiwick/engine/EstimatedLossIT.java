package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many values go with a column of a large table is taken from the statistics, whatever its schema's name. */
class EstimatedLossIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"sales", "Sales", "order"})
    void theStatisticsOfTheColumnCount(String schema) {
        db.execute("CREATE SCHEMA \"" + schema + "\"; SET search_path = \"" + schema + "\";"
                + " CREATE TABLE t (x char(1000) DEFAULT '', note text);"
                + " INSERT INTO t (note) SELECT CASE WHEN i % 10 = 0 THEN 'x' END FROM generate_series(1, 20000) AS i");
        db.execute("ANALYZE \"" + schema + "\".t");
        Cli cli = Cli.in(folder)
                .on(db)
                .file("sql/shop/domain.properties", "requires=\n")
                .file(
                        "sql/shop/001_x.sql",
                        "-- migrate:up\nSELECT 1;\n-- migrate:down touches:" + schema + ".t\nALTER TABLE \"" + schema
                                + "\".t DROP COLUMN note;\n");
        assertThat(cli.run("migrate").exit()).isZero();

        Cli.Result asked = cli.run("rollback", "shop");

        assertThat(asked.exit()).isEqualTo(3);
        assertThat(asked.said()).contains("column " + schema + ".t.note: about 2 000 values");
    }
}
