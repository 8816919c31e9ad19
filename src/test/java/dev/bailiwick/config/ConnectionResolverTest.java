package dev.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.model.failure.BailiwickException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionResolverTest {

    /** One variable for each source, in the order in which they count. */
    private static final List<String> IN_ORDER = List.of(
            "DATABASE_URL=postgresql://url/d",
            "DATABASE_HOST=database",
            "POSTGRES_HOST=postgres",
            "SUPABASE_DB_HOST=supabase",
            "PGHOST=libpq",
            "DATABASE_CONTAINER=box");

    private Machine machine;

    @BeforeEach
    void setUp(@TempDir Path folder) {
        machine = new Machine(folder);
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                arguments("DATABASE_URL=postgresql://u:p@h:1/d", "postgresql://u:p@h:1/d (DATABASE_URL)"),
                arguments(
                        "DATABASE_HOST=h DATABASE_PORT=1 DATABASE_NAME=d DATABASE_USER=u DATABASE_PASSWORD=p",
                        "postgresql://u:p@h:1/d (DATABASE_HOST …)"),
                arguments("DATABASE_HOST=h", "postgresql://ann@h:5432/ann (DATABASE_HOST …)"),
                arguments("DATABASE_HOST=h DATABASE_USER=u", "postgresql://u@h:5432/u (DATABASE_HOST …)"),
                arguments("DATABASE_HOST=::1 DATABASE_NAME=d", "postgresql://ann@[::1]:5432/d (DATABASE_HOST …)"),
                arguments(
                        "POSTGRES_HOST=h POSTGRES_PORT=1 POSTGRES_DB=d POSTGRES_USER=u POSTGRES_PASSWORD=p",
                        "postgresql://u:p@h:1/d (POSTGRES_HOST …)"),
                arguments("POSTGRES_HOST=h", "postgresql://postgres@h:5432/postgres (POSTGRES_HOST …)"),
                arguments(
                        "SUPABASE_DB_HOST=h SUPABASE_DB_PORT=1 SUPABASE_DB_NAME=d SUPABASE_DB_USER=u"
                                + " SUPABASE_DB_PASSWORD=p",
                        "postgresql://u:p@h:1/d (SUPABASE_DB_HOST …)"),
                arguments("SUPABASE_DB_HOST=h", "postgresql://postgres@h:5432/postgres (SUPABASE_DB_HOST …)"),
                arguments("PGHOST=h PGPORT=1 PGDATABASE=d PGUSER=u PGPASSWORD=p", "postgresql://u:p@h:1/d (PGHOST)"),
                arguments("PGHOSTADDR=10.0.0.1", "postgresql://ann@10.0.0.1:5432/ann (PGHOSTADDR)"),
                arguments("PGDATABASE=d", "postgresql://ann@localhost:5432/d (PGDATABASE)"),
                arguments("PGPORT=1 PGUSER=u", "postgresql://u@localhost:1/u (PGPORT)"),
                arguments("PGHOST=h1,h2 PGPORT=1,2", "postgresql://ann@h1:1,h2:2/ann (PGHOST)"),
                arguments("PGHOST=h1,h2 PGPORT=1", "postgresql://ann@h1:1,h2:1/ann (PGHOST)"),
                arguments("PGHOST=h1,,h3 PGPORT=1,2,", "postgresql://ann@h1:1,localhost:2,h3:5432/ann (PGHOST)"),
                arguments(
                        "PGHOST=h PGSSLMODE=verify-full PGSSLROOTCERT=r PGSSLCERT=c PGSSLKEY=k PGCONNECT_TIMEOUT=9"
                                + " PGAPPNAME=a PGOPTIONS=-cx=1 PGTARGETSESSIONATTRS=read-write",
                        "postgresql://ann@h:5432/ann?ApplicationName=a&connectTimeout=9&options=-cx=1&sslcert=c&sslkey=k"
                                + "&sslmode=verify-full&sslrootcert=r&targetServerType=primary (PGHOST)"));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void readsEverySource(String environment, String expected) {
        ConnectionTarget target = machine.env(environment.split(" ")).resolve().target();
        assertThat(Machine.line(target) + " (" + target.source() + ")").isEqualTo(expected);
    }

    @Test
    void firstFoundWinsAndTheOthersArePassedOver() {
        machine.env(IN_ORDER.toArray(String[]::new))
                .docker((arguments, variables) -> new Docker.Answer(0, "running true\nport 1 127.0.0.1\n", ""));
        List<String> labels = List.of(
                "DATABASE_URL",
                "DATABASE_HOST …",
                "POSTGRES_HOST …",
                "SUPABASE_DB_HOST …",
                "PGHOST",
                "DATABASE_CONTAINER=box");
        ResolvedConnection byFlag = machine.resolve("postgresql://flag/d");
        assertThat(byFlag.target().source()).isEqualTo("--url");
        assertThat(byFlag.passedOver()).isEqualTo(labels);
        for (int i = 0; i < IN_ORDER.size(); i++) {
            ResolvedConnection resolved = machine.resolve();
            assertThat(resolved.target().source()).isEqualTo(labels.get(i));
            assertThat(resolved.passedOver()).isEqualTo(labels.subList(i + 1, labels.size()));
            machine.env(IN_ORDER.get(i).split("=", 2)[0] + "=");
        }
        assertThat(machine.resolve().target()).isEqualTo(new ConnectionTarget.Embedded());
        assertThat(machine.line()).isEqualTo("the embedded PostgreSQL in .bailiwick/");
    }

    @Test
    void theOrderOfTheSourcesStandsAboveTheOrderOfTheFiles() {
        machine.env("PGHOST=libpq").file(".env", "DATABASE_URL=postgresql://url/d");
        assertThat(machine.resolve().target().source()).isEqualTo("DATABASE_URL in .env");
        assertThat(machine.line()).isEqualTo("postgresql://ann@url:5432/d");
        assertThat(machine.resolve().passedOver()).containsExactly("PGHOST");
    }

    @Test
    void variablesOfOneGroupMayComeFromSeveralFiles() {
        machine.env("DATABASE_PASSWORD=env")
                .file(".env.local", "DATABASE_USER=local", "DATABASE_PASSWORD=local")
                .file(".env", "DATABASE_HOST=shared", "DATABASE_USER=shared", "DATABASE_NAME=d");
        assertThat(machine.line()).isEqualTo("postgresql://local:env@shared:5432/d");
        assertThat(machine.resolve().target().source()).isEqualTo("DATABASE_HOST … in .env");
    }

    @ParameterizedTest
    @CsvSource({
        "POSTGRES_USER=u",
        "POSTGRES_PASSWORD=p",
        "POSTGRES_DB=d",
        "DATABASE_PASSWORD=p",
        "DATABASE_NAME=d",
        "SUPABASE_DB_PASSWORD=p",
        "PGUSER=u",
        "PGPASSWORD=p",
        "PGSSLMODE=require",
        "DATABASE_URL="
    })
    void someVariablesAreNoSourceByThemselves(String variable) {
        assertThat(machine.env(variable).resolve().target()).isInstanceOf(ConnectionTarget.Embedded.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://h/d                  | postgresql://pgu:pgp@h:5432/d?sslmode=require
            postgresql://u@h/d?sslmode=allow  | postgresql://u:pgp@h:5432/d?sslmode=allow
            postgresql://u:p@h/d              | postgresql://u:p@h:5432/d?sslmode=require
            jdbc:postgresql://h/d?user=u      | postgresql://u:pgp@h:5432/d?sslmode=require
            jdbc:postgresql://h/d?sslmode=prefer | postgresql://pgu:pgp@h:5432/d?sslmode=prefer
            postgresql://h                    | postgresql://pgu:pgp@h:5432/pgu?sslmode=require
            postgresql:///                    | postgresql://pgu:pgp@localhost:5432/pgu?sslmode=require
            """)
    void libpqsVariablesFillGapsButNeverThePlace(String url, String expected) {
        machine.env("PGUSER=pgu", "PGPASSWORD=pgp", "PGSSLMODE=require")
                .env("PGHOST=elsewhere", "PGPORT=9", "PGDATABASE=other", "PGSERVICE=none");
        assertThat(machine.line(url)).isEqualTo(expected);
    }

    @Test
    void applicationNameOfAJdbcUrlStandsBeforePgappname() {
        machine.env("PGAPPNAME=env");
        assertThat(machine.line("jdbc:postgresql://h/d?ApplicationName=url"))
                .isEqualTo("postgresql://ann@h:5432/d?ApplicationName=url");
    }

    @Test
    void inProductionThereIsNoEmbeddedDefault() {
        machine.env("APP_ENV=production", "NODE_ENV=production");
        BailiwickException exception =
                Assertions.catchThrowableOfType(BailiwickException.class, () -> machine.resolve());
        assertThat(exception.failures().get(0).state())
                .isEqualTo("The embedded PostgreSQL is never used in production; nothing was run");
        assertThat(Machine.complaint(() -> machine.resolve()))
                .containsExactly(
                        "APP_ENV is production, and nothing says which database is meant",
                        "set one of DATABASE_URL, DATABASE_HOST, POSTGRES_HOST, SUPABASE_DB_HOST, PGHOST, PGHOSTADDR,"
                                + " PGSERVICE, PGDATABASE, PGPORT, DATABASE_CONTAINER",
                        "or give --url postgresql://user:password@host:5432/database");
        assertThat(machine.line("postgresql://h/d")).isEqualTo("postgresql://ann@h:5432/d");
    }

    @Test
    void nodeEnvAloneLeavesTheEmbeddedDefault() {
        assertThat(machine.env("NODE_ENV=production").resolve().target().source())
                .isEqualTo("embedded");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PGHOST=/var/run/postgresql | PGHOST: the host /var/run/postgresql is the folder of a Unix socket, and Unix sockets are not supported
            DATABASE_HOST=h:5433       | DATABASE_HOST: the host holds a colon
            DATABASE_HOST=h;DATABASE_PORT=x | DATABASE_PORT: the port is not a number between 1 and 65535
            PGHOST=h;PGSSLMODE=full    | PGSSLMODE: sslmode is one of disable, allow, prefer, require, verify-ca, verify-full, not full
            PGHOST=h;PGCONNECT_TIMEOUT=x | PGCONNECT_TIMEOUT: connect_timeout is a number of seconds, not x
            PGHOST=a,b;PGPORT=1,2,3    | PGPORT: there are 2 hosts and 3 ports
            PGHOST=h;PGSSLMINPROTOCOLVERSION=TLSv1.3 | PGSSLMINPROTOCOLVERSION: the JDBC driver can't honour ssl_min_protocol_version
            DATABASE_URL=mysql://h/d   | DATABASE_URL starts with mysql://, which is not PostgreSQL
            """)
    void saysWhichVariableIsWrong(String environment, String complaint) {
        machine.env(environment.split(";"));
        assertThat(Machine.complaint(() -> machine.resolve())).startsWith(complaint);
    }

    @Test
    void aWrongVariableInAFileIsNamedWithTheFile() {
        machine.file(".env", "PGHOST=h", "PGPORT=0");
        assertThat(Machine.complaint(() -> machine.resolve()))
                .startsWith("PGPORT in .env: the port is not a number between 1 and 65535");
    }

    @Test
    void whatWasNotChosenMayBeWrong() {
        machine.env("DATABASE_URL=mysql://h/d", "PGHOST=/tmp");
        assertThat(machine.line("postgresql://h/d")).isEqualTo("postgresql://ann@h:5432/d");
    }

    @Test
    void nothingPrintsAPassword() {
        machine.env("DATABASE_URL=postgresql://u:hunter2@h/d?sslpassword=hunter3");
        ResolvedConnection resolved = machine.resolve();
        assertThat(resolved + " " + resolved.target() + " " + resolved.target().masked())
                .doesNotContain("hunter")
                .contains("postgresql://u:****@h:5432/d?sslpassword=**** (DATABASE_URL)");
    }
}
