package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.bailiwick.testing.Cli;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A COPY over TLS: the server is heard meanwhile as it is without. */
@Timeout(150)
class TlsCopyIT {
    @TempDir
    Path folder;

    @TempDir
    Path project;

    @Test
    void theServerIsHeardMeanwhile() throws Exception {
        try (TlsServer server = TlsServer.start(folder)) {
            Cli cli = Cli.in(project)
                    .on(server.url("localhost", "sslmode=require"))
                    .migration("shop", "001_t.sql", """
                            CREATE TABLE t (id text);
                            CREATE FUNCTION w() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_sleep(2); RETURN NULL; END$$;
                            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
                            IF NEW.id = '1' THEN RAISE NOTICE 'row %', repeat('x', 500); END IF;
                            IF NEW.id = 'no' THEN RAISE 'not this'; END IF; RETURN NEW; END$$;
                            CREATE TRIGGER w BEFORE INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION w();
                            CREATE TRIGGER f BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();""", "DROP TABLE t;")
                    .file("sql/shop/seeds/1.sql", "\\copy t from 'd.txt'\n")
                    .file("sql/shop/seeds/d.txt", "1\n".repeat(8_000) + ("y".repeat(2000) + "\n").repeat(8_000));
            assertThat(cli.run("migrate").exit()).isZero();

            Cli.Result loud = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> cli.run("seed", "shop"));

            assertThat(loud.exit()).as(loud.err()).isZero();
            assertThat((loud.out() + loud.err()).split("NOTICE").length).isEqualTo(8_001);
            cli.file("sql/shop/seeds/d.txt", "2\nno\n" + ("y".repeat(2000) + "\n").repeat(8_000));
            Cli.Result failed = cli.run("seed", "shop");
            assertThat(failed.exit()).isEqualTo(4);
            assertThat(failed.said()).contains("seeds/d.txt:2:1", "P0001", "not this");
        }
    }
}
