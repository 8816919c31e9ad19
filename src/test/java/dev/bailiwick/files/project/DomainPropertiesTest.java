package dev.bailiwick.files.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.files.Disk;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.domain.Guard;
import dev.bailiwick.model.domain.NewerHistory;
import dev.bailiwick.model.script.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainPropertiesTest {
    private static final String FILE = "sql/lab/domain.properties";

    @TempDir
    private Path folder;

    private Disk disk;

    @BeforeEach
    void disk() {
        disk = new Disk(folder).folders("sql/public", "sql/ref");
    }

    private Domain lab(String text) {
        return disk.file(FILE, text).project().domain("lab");
    }

    private List<String> wrong(String text) {
        return disk.file(FILE, text).wrongDomains();
    }

    @Test
    void everyKeyIsRead() {
        String text = """
                # The laboratory.

                schema=lab_core
                table = migrations
                requires = public , ref
                  lock_timeout=5s
                statement_timeout = 10 min
                lock_retry = 2min
                role=lab_owner
                guard = warn
                newer_history = refuse
                touches = public.ddl_audit , ref
                lint.serial = off
                """;
        Domain expected = new Domain(
                "lab",
                folder + "/sql/lab",
                "lab_core",
                "migrations",
                List.of("public", "ref"),
                new Limits("5s", "10 min", "2min"),
                "lab_owner",
                Guard.WARN,
                NewerHistory.REFUSE,
                Map.of("serial", "off"),
                List.of("public", "ref"),
                List.of("public.ddl_audit", "ref"),
                List.of(),
                false);
        assertThat(lab(text)).isEqualTo(expected);
        assertThat(lab("\uFEFF" + text.replace("\n", "\r\n"))).isEqualTo(expected);
        assertThat(lab(text.strip())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"'', public", "'requires=', ''", "'requires=ref', ref", "'requires=ref,ref', ref"})
    void publicIsRequiredUnlessSomethingElseIsSaid(String text, String requires) {
        assertThat(lab(text).requires()).isEqualTo(requires.isEmpty() ? List.of() : List.of(requires));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "250ms", "5s", "10 min", "1h", "2d", "7us", "30000"})
    void timeoutsAreWrittenAsPostgresqlReadsThem(String value) {
        assertThat(lab("lock_timeout=" + value).limits().lockTimeout()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "shcema=x ! unknown key shcema @ FILE:1:1 |shcema=x| > did you mean schema?",
                "lock-timeout=5s ! unknown key lock-timeout @ FILE:1:1 |lock-timeout=5s| > did you mean lock_timeout?",
                "owner=x ! unknown key owner @ FILE:1:1 |owner=x| > keys: schema, table, requires, lock_timeout,"
                        + " statement_timeout, lock_retry, role, guard, newer_history, touches, lint.RULE",
                "=x ! unknown key before = @ FILE:1:1 |=x| > keys: schema, table, requires, lock_timeout,"
                        + " statement_timeout, lock_retry, role, guard, newer_history, touches, lint.RULE",
                "schema ! a line is key=value, and this one has no = @ FILE:1:1 |schema| > a comment begins with #",
                "schema=Lab ! schema can't be Lab @ FILE:1:8 |schema=Lab| > a name is made of small letters a-z, digits"
                        + " and _, and begins with no digit",
                "schema=pg_lab ! schema can't be pg_lab @ FILE:1:8 |schema=pg_lab| > PostgreSQL keeps names that begin"
                        + " with pg_ to itself",
                "schema=user ! schema can't be user @ FILE:1:8 |schema=user| > user is a key word of SQL and would need"
                        + " quotes in every statement",
                "role= ! role has no value @ FILE:1:6 |role=| > a name is made of small letters a-z, digits and _, and"
                        + " begins with no digit",
                "role=a b ! role can't be a b @ FILE:1:6 |role=a b| > a name is made of small letters a-z, digits and _,"
                        + " and begins with no digit",
                "requires=public,,ref ! requires can't be public,,ref @ FILE:1:10 |requires=public,,ref| > domains with"
                        + " one comma between them: requires=public,ref",
                "lock_timeout=5 sec ! lock_timeout can't be 5 sec @ FILE:1:14 |lock_timeout=5 sec| > a number and one of"
                        + " us, ms, s, min, h, d, such as lock_timeout=5s",
                "guard=no ! guard can't be no @ FILE:1:7 |guard=no| > on, warn or off",
                "lint.serial=no ! lint.serial can't be no @ FILE:1:13 |lint.serial=no| > error, warn or off",
                "lint.=off ! unknown key lint. @ FILE:1:1 |lint.=off| > keys: schema, table, requires, lock_timeout,"
                        + " statement_timeout, lock_retry, role, guard, newer_history, touches, lint.RULE",
                "lock_timeout=-1 ! lock_timeout can't be -1 @ FILE:1:14 |lock_timeout=-1| > a number and one of us, ms,"
                        + " s, min, h, d, such as lock_timeout=5s",
            })
    void aMistakeIsPointedAt(String text, String message) {
        assertThat(wrong(text)).containsExactly(message.replace("FILE", FILE));
    }

    @Test
    void everyMistakeIsSaidAtOnceWithItsLine() {
        assertThat(wrong("# ยา\r\n\r\n  rol=x\r\ntable=a\r\ntable=b\r\nschema =  Ü\r\n"))
                .containsExactly(
                        "unknown key rol @ " + FILE + ":3:3 |  rol=x| > did you mean role?",
                        "table is set twice, first in line 4 @ " + FILE + ":5:1 |table=b| > take one of them out",
                        "schema can't be Ü @ " + FILE + ":6:11 |schema =  Ü| > a name is made of small letters a-z,"
                                + " digits and _, and begins with no digit");
    }

    @Test
    void theTrackingTableLeavesRoomForTheNamesOfWhatStandsBesideIt() {
        String longest = "t".repeat(55);
        assertThat(lab("table=" + longest).catalogTable()).hasSize(63);
        assertThat(wrong("table=" + longest + "t"))
                .containsExactly("table can't be " + longest + "t @ " + FILE + ":1:7 |table=" + longest
                        + "t| > a tracking table's name has at most 55 bytes: _catalog is put behind it");
    }

    @Test
    void twoDomainsMayShareASchemaButNoTable() {
        disk.file("sql/ref/domain.properties", "schema=core\ntable=m");
        assertThat(lab("schema=core\ntable=n").schema()).isEqualTo("core");
        assertThat(wrong("schema=core\ntable=m"))
                .containsExactly(
                        "sql/lab and sql/ref would both keep their history in core.m > give one of them another"
                                + " schema or table in its domain.properties");
        assertThat(wrong("schema=core\ntable=m_log"))
                .containsExactly("sql/lab and sql/ref would both keep their history in core.m_log > give one of them"
                        + " another schema or table in its domain.properties");
    }

    @Test
    void theFileMustBeTextAndAFileOfTheProject() throws IOException {
        disk.file(FILE, (byte) 'r', (byte) '=', (byte) 0xE9);
        assertThat(disk.wrongDomains().get(0))
                .startsWith(FILE + " is not UTF-8: byte 0xE9 at offset 2 @ " + FILE + ":1:3 |r=\uFFFD|");
        disk.folders("sql/ref/domain.properties");
        disk.link("sql/hr/domain.properties", "/etc/hosts").link("sql/er/domain.properties", "nowhere");
        assertThat(disk.wrongDomains())
                .contains(
                        "sql/er/domain.properties is a link that leads nowhere > ls -l sql/er/domain.properties",
                        "sql/hr/domain.properties is a link that leaves the project > put the file itself here",
                        "sql/ref/domain.properties is no regular file > ls -l sql/ref/domain.properties");
        Files.delete(disk.path("sql/hr/domain.properties"));
    }
}
