package dev.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The password file and the service file. */
class LibpqFilesTest {

    private Machine machine;

    @BeforeEach
    void setUp(@TempDir Path folder) {
        machine = new Machine(folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            h:5432:d:u:secret         | secret
            *:*:*:*:secret            | secret
            h:*:d:*:secret            | secret
            x:5432:d:u:secret         |
            h:5433:d:u:secret         |
            h:5432:x:u:secret         |
            h:5432:d:x:secret         |
            H:5432:d:u:secret         |
            h*:5432:d:u:secret        |
            \\*:5432:d:u:secret       |
            # h:5432:d:u:secret       |
            h:5432:d:u                |
            h:5432:d:u:               |
            h:5432:d:u:a\\:b\\\\c     | a:b\\c
            h:5432:d:u:a:ignored      | a
            h:5432:d:u:a b#c          | a b#c
            h:5432:\\d:u:secret       | secret
            """)
    void aLineFitsOrNot(String line, String password) {
        machine.homeFile(".pgpass", "rw-------", line);
        String expected = password == null ? "" : ":" + password;
        assertThat(machine.line("postgresql://u@h/d")).isEqualTo("postgresql://u" + expected + "@h:5432/d");
    }

    @Test
    void theFirstLineThatFitsCounts() {
        machine.homeFile(".pgpass", "rw-------", "", "#c", "*:*:other:*:no", "h:*:*:*:first", "h:5432:d:u:second");
        assertThat(machine.line("postgresql://u@h/d")).isEqualTo("postgresql://u:first@h:5432/d");
    }

    @Test
    void everySourceWithoutAPasswordAsksTheFile() {
        machine.homeFile(".pgpass", "rw-------", "*:*:*:*:filed");
        assertThat(machine.line("jdbc:postgresql://h/d")).isEqualTo("postgresql://ann:filed@h:5432/d");
        assertThat(machine.line("postgresql://u:own@h/d")).isEqualTo("postgresql://u:own@h:5432/d");
        assertThat(machine.env("POSTGRES_HOST=h").line()).isEqualTo("postgresql://postgres:filed@h:5432/postgres");
        assertThat(machine.env("PGPASSWORD=p").line()).isEqualTo("postgresql://postgres:p@h:5432/postgres");
    }

    @Test
    void withoutAHostItIsLocalhost() {
        machine.homeFile(".pgpass", "rw-------", "localhost:*:*:*:filed").env("PGDATABASE=d");
        assertThat(machine.line()).isEqualTo("postgresql://ann:filed@localhost:5432/d");
    }

    @Test
    void severalHostsHaveOnePassword() {
        machine.homeFile(".pgpass", "rw-------", "h1:*:*:*:one", "h2:*:*:*:two");
        ResolvedConnection resolved = machine.resolve("postgresql://u@h0,h2,h1/d");
        assertThat(Machine.line(resolved.target())).isEqualTo("postgresql://u:two@h0:5432,h2:5432,h1:5432/d");
        assertThat(resolved.warnings())
                .containsExactly(
                        "the password file has different passwords for the hosts; that of the first host is used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
    @DisabledOnOs(OS.WINDOWS)
    void aFileThatOthersMayReadIsIgnoredWithAWarning(String permissions) {
        machine.homeFile(".pgpass", permissions, "*:*:*:*:filed");
        ResolvedConnection resolved = machine.resolve("postgresql://u@h/d");
        Path file = machine.home.resolve(".pgpass");
        assertThat(Machine.line(resolved.target())).isEqualTo("postgresql://u@h:5432/d");
        assertThat(resolved.warnings())
                .containsExactly("password file " + file
                        + " is ignored: group or others have access to it; type chmod 0600 " + file);
    }

    @Test
    void aFolderIsNoPasswordFile() {
        machine.env("PGPASSFILE=" + machine.home);
        assertThat(machine.resolve("postgresql://u@h/d").warnings())
                .containsExactly("password file " + machine.home + " is ignored: it is not a plain file");
    }

    @Test
    void pgpassfileAndPassfileNameAnotherFile() {
        machine.homeFile(".pgpass", "rw-------", "*:*:*:*:home")
                .homeFile("one", "rw-------", "*:*:*:*:one")
                .homeFile("two", "rw-------", "*:*:*:*:two")
                .env("PGPASSFILE=" + machine.home.resolve("one"));
        assertThat(machine.line("postgresql://u@h/d")).isEqualTo("postgresql://u:one@h:5432/d");
        assertThat(machine.line("postgresql://u@h/d?passfile=" + machine.home.resolve("two")))
                .isEqualTo("postgresql://u:two@h:5432/d");
    }

    @Test
    void aServiceSaysWhatItSaysAndTheVariablesTheRest() {
        machine.homeFile(
                        ".pg_service.conf",
                        "rw-r--r--",
                        "# ours",
                        "[other]",
                        "host=other",
                        "",
                        "[stock]",
                        "host=h",
                        "  port = 7",
                        "# dbname=x",
                        "user=u",
                        "sslmode=require",
                        "[third]",
                        "dbname=third")
                .env("PGSERVICE=stock", "PGHOST=env", "PGUSER=env", "PGDATABASE=d", "PGPASSWORD=p");
        assertThat(machine.line()).isEqualTo("postgresql://u:p@h:7/d?sslmode=require");
        assertThat(machine.resolve().target().source()).isEqualTo("PGSERVICE=stock");
    }

    @Test
    void aUrlMayNameAService() {
        machine.homeFile(".pg_service.conf", "rw-r--r--", "[stock]", "host=h", "dbname=d", "password=p");
        assertThat(machine.line("postgresql://u@/?service=stock")).isEqualTo("postgresql://u:p@h:5432/d");
        assertThat(machine.line("jdbc:postgresql:?service=stock&user=u")).isEqualTo("postgresql://u:p@h:5432/d");
        assertThat(machine.line("postgresql:///e?service=stock")).isEqualTo("postgresql://ann:p@h:5432/e");
    }

    @Test
    void theServiceMayBeInANamedFileOrTheSystemsFile() {
        machine.homeFile("mine", "rw-r--r--", "[a]", "host=mine")
                .homeFile("pg_service.conf", "rw-r--r--", "[b]", "host=system")
                .env("PGSYSCONFDIR=" + machine.home);
        assertThat(machine.env("PGSERVICE=b").line()).isEqualTo("postgresql://ann@system:5432/ann");
        machine.env("PGSERVICEFILE=" + machine.home.resolve("mine"));
        assertThat(machine.line()).isEqualTo("postgresql://ann@system:5432/ann");
        assertThat(machine.env("PGSERVICE=a").line()).isEqualTo("postgresql://ann@mine:5432/ann");
    }

    @Test
    void aMissingServiceIsAnErrorWithItsFile() {
        Path file = machine.home.resolve(".pg_service.conf");
        machine.env("PGSERVICE=stock");
        assertThat(Machine.complaint(() -> machine.resolve()))
                .containsExactly("PGSERVICE: there is no service [stock] in " + file, "grep '^\\[' " + file);
        machine.env("PGSERVICEFILE=/nowhere/x");
        assertThat(Machine.complaint(() -> machine.resolve()))
                .containsExactly("the service file /nowhere/x does not exist", "ls -l /nowhere/x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hostt=h     | there is no connection parameter hostt; the nearest is host
            service=x   | a service can't refer to another service
            hunter2     | this line is not parameter=value
            ldap://x/y?z=1 | services from LDAP are not supported
            """)
    void aWrongLineOfAServiceIsNamed(String line, String complaint) {
        machine.homeFile(".pg_service.conf", "rw-r--r--", "[stock]", line).env("PGSERVICE=stock");
        assertThat(Machine.complaint(() -> machine.resolve()))
                .startsWith(machine.home.resolve(".pg_service.conf") + ":2: " + complaint)
                .noneMatch(said -> said.contains("hunter"));
    }
}
