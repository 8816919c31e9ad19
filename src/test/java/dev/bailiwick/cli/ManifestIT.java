package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.GitFolder;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests under git: what a branch may change, what a build machine catches, and what it is told to type. */
class ManifestIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private GitFolder git;

    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    /** Two migrations on main, and a branch that has just left it. */
    @BeforeEach
    void aBranch() {
        git = GitFolder.init(folder);
        cli = Cli.in(folder);
        migration("1_a.sql");
        migration("2_b.sql");
        line("seal").succeeds("2 lines added");
        git.commit("a and b").git("checkout", "--quiet", "-b", "feature");
    }

    private Cli migration(String name) {
        String table = name.replaceAll("[^a-z]|sql", "");
        return cli.migration("hr", name, "CREATE TABLE " + table + " ();", "DROP TABLE " + table + ";");
    }

    private Said line(String line) {
        return Said.of(cli.run(line.split(" ")));
    }

    private Said validate() {
        return line("validate --offline --base main");
    }

    private void edit(String name) {
        cli.migration("hr", name, "CREATE TABLE edited_" + name.charAt(0) + " ();", "SELECT 1;");
    }

    private void sealed(String name, String message) {
        migration(name);
        line("seal").succeeds();
        git.commit(message);
    }

    @Test
    void theLineOfAFileThatNobodyElseHasFollowsItsFile() {
        migration("3_c.sql");
        line("seal").succeeds("added", "3_c.sql");
        edit("3_c.sql");
        line("validate --offline").fails(3, "sql/hr/3_c.sql was changed after it was sealed", "bailiwick seal hr");
        line("seal").succeeds("changed", "3_c.sql, was ");
        git.commit("c").git("mv", "sql/hr/3_c.sql", "sql/hr/4_c.sql");
        line("seal").succeeds("added", "removed").neverSays("changed");
        git.commit("c is 4").git("rm", "--quiet", "sql/hr/4_c.sql");
        line("seal").succeeds("removed").neverSays("added");
        validate().succeeds("2 files are well in hr, also against main");
    }

    @Test
    void theLineOfAFileThatOthersHaveStandsUntilAPersonSaysSoOfThatFile() throws IOException {
        edit("1_a.sql");
        String before = Files.readString(folder.resolve("sql/hr/checksums.md5"));
        line("seal")
                .fails(
                        3,
                        "sql/hr/1_a.sql was changed after it was sealed",
                        "; main has it; nothing was written",
                        "git checkout main -- sql/hr/1_a.sql",
                        "bailiwick seal hr --accept 1_a.sql");
        assertThat(folder.resolve("sql/hr/checksums.md5")).hasContent(before);
        line("seal --accept 1").succeeds("changed");
        line("validate --offline").succeeds();
        validate()
                .fails(
                        3,
                        "sql/hr/1_a.sql is not as main has it",
                        "git checkout main -- sql/hr/1_a.sql && bailiwick seal hr");
        git.git("checkout", "main", "--", "sql/hr/1_a.sql");
        line("seal hr").succeeds("changed");
        assertThat(folder.resolve("sql/hr/checksums.md5")).hasContent(before);
    }

    @Test
    void takingTheLineOutFirstIsNoWayAround() {
        edit("1_a.sql");
        cli.file("sql/hr/checksums.md5", "");
        line("seal").fails(3, "sql/hr/1_a.sql was changed after it was sealed", "main says");
        validate().fails(3, "sql/hr/checksums.md5 is gone", "sql/hr/1_a.sql is not as main has it");
    }

    @Test
    void whatIsGoneFromTheBranchIsCaught() {
        git.git("rm", "--quiet", "sql/hr/2_b.sql");
        line("seal").fails(3, "sql/hr/2_b.sql is sealed, and the file is gone", "git checkout main -- sql/hr/2_b.sql");
        line("seal --accept 2_b.sql").succeeds("removed");
        validate().fails(3, "sql/hr/2_b.sql is gone, and main has it");
        git.git("rm", "--quiet", "-r", "--force", "sql/hr");
        migrationOf("lab");
        line("validate --offline --base main lab").succeeds();
        validate().fails(3, "sql/hr is gone, and main has it with 2 migrations", "git checkout main -- sql/hr");
    }

    private void migrationOf(String domain) {
        cli.migration(domain, "1_a.sql", "CREATE TABLE a ();", "DROP TABLE a;");
    }

    @Test
    void aRenamedFileIsNamedAsSuchAndNotAsNew() {
        git.git("mv", "sql/hr/1_a.sql", "sql/hr/1_z.sql");
        line("seal")
                .fails(3, "1_z.sql has its content, it seems to be renamed", "git mv sql/hr/1_z.sql sql/hr/1_a.sql");
        line("seal --accept 1_a").succeeds();
        validate()
                .fails(3, "sql/hr/1_a.sql is gone, and main has it: 1_z.sql has its content, it seems to be renamed")
                .neverSays("sorts before");
    }

    @Test
    void twoBranchesThatAddAtTheEndConflictAndBothSidesAreTaken() throws IOException, InterruptedException {
        sealed("4_d.sql", "d");
        git.git("checkout", "--quiet", "main");
        sealed("3_c.sql", "c");
        git.git("checkout", "--quiet", "feature");
        validate().succeeds("this branch is behind main in sql/hr/3_c.sql: git merge main");
        assertThat(git.run("merge", "main").exit()).isNotZero();
        String mend = "sed -i '/^[<|=>]\\{7\\}/d' sql/hr/checksums.md5";
        line("validate --offline").fails(3, "checksums.md5 has a conflict", mend);
        Process sed =
                new ProcessBuilder("sh", "-c", mend).directory(folder.toFile()).start();
        assertThat(sed.waitFor()).isZero();
        line("seal").succeeds("the same lines in order");
        line("seal").succeeds("nothing to do");
        git.commit("merged");
        validate().succeeds("4 files are well").neverSays("behind");
    }

    @Test
    void aNewFileThatSortsBeforeWhatTheBaseHasMeanwhileGotIsCaught() {
        sealed("3_c.sql", "c");
        git.git("checkout", "--quiet", "main");
        sealed("4_d.sql", "d");
        git.git("checkout", "--quiet", "feature");
        validate()
                .fails(
                        3,
                        "sql/hr/3_c.sql is new and sorts before 4_d.sql, which main has",
                        "give 3_c.sql a later version, then: bailiwick seal hr");
    }

    @Test
    void twoFilesOfOneNameAreCaughtBeforeTheyMeet() {
        sealed("3_c.sql", "c");
        git.git("checkout", "--quiet", "main");
        edit("3_c.sql");
        line("seal").succeeds();
        git.commit("another c").git("checkout", "--quiet", "feature");
        validate().fails(3, "sql/hr/3_c.sql is new here, and main has meanwhile got another file of that name");
    }

    @Test
    void whatTheBaseAloneHasChangedIsNotTheBranchsDoing() {
        git.git("checkout", "--quiet", "main");
        edit("2_b.sql");
        line("seal --accept 2").succeeds();
        git.commit("b is another").git("checkout", "--quiet", "feature");
        validate().succeeds("this branch is behind main in sql/hr/2_b.sql");
    }

    @Test
    void aBaseWithoutManifestIsReadFileByFile() throws IOException {
        git.git("checkout", "--quiet", "main");
        Files.delete(folder.resolve("sql/hr/checksums.md5"));
        cli.file(
                "sql/hr/1_a.sql",
                Files.readString(folder.resolve("sql/hr/1_a.sql")).replace("\n", "\r\n"));
        git.commit("without").git("checkout", "--quiet", "-b", "other");
        line("seal").succeeds("2 lines added");
        validate().succeeds();
        edit("2_b.sql");
        line("seal").fails(3, "sql/hr/2_b.sql was changed");
        line("seal --accept 2").succeeds();
        validate().fails(3, "sql/hr/2_b.sql is not as main has it");
    }

    @Test
    void aProjectMayLieAnywhereInARepository() {
        Cli below = Cli.in(folder.resolve("some where"));
        below.migration("hr", "1_a.sql", "CREATE TABLE a ();", "DROP TABLE a;");
        assertThat(below.run("seal").exit()).isZero();
        git.commit("another project");
        below.migration("hr", "1_a.sql", "CREATE TABLE b ();", "DROP TABLE b;");
        Said.of(below.run("validate", "--offline", "--base", "feature")).fails(3, "was changed after it was sealed");
        Said.of(cli.run("--dir", "some where", "seal", "--base", "feature", "--accept", "1_a"))
                .succeeds();
        Said.of(cli.run("--dir", "some where", "validate", "--offline", "--base", "feature"))
                .fails(3, "some where/sql/hr/1_a.sql is not as feature has it")
                .neverSays("2_b.sql");
    }

    @Test
    void aShallowCloneIsToldWhatToFetch(@TempDir Path clones) {
        sealed("3_c.sql", "c");
        Path clone = clones.resolve("clone");
        git.git("clone", "--quiet", "--depth=1", "--branch=feature", "file://" + folder, clone.toString());
        Cli there = Cli.in(clone);
        Said.of(there.run("validate", "--offline", "--base", "origin/main"))
                .fails(
                        2,
                        "git knows no revision origin/main",
                        "git fetch origin +main:refs/remotes/origin/main",
                        "fetch-depth: 0");
        GitFolder.at(clone).git("fetch", "--depth=1", "origin", "+main:refs/remotes/origin/main");
        Said.of(there.run("validate", "--offline", "--base", "origin/main")).succeeds("also against origin/main");
        there.migration("hr", "1_a.sql", "CREATE TABLE z ();", "DROP TABLE z;");
        Said.of(there.run("seal", "--accept", "1_a")).succeeds();
        Said.of(there.run("validate", "--offline", "--base", "origin/main"))
                .fails(3, "sql/hr/1_a.sql is not as origin/main has it", "shallow", "git fetch --unshallow");
    }

    @Test
    void whatIsNoRevisionIsSaidWithTheNearest() {
        line("validate --offline --base mian").fails(2, "git knows no revision mian", "did you mean main?");
        line("validate --offline --base --help").fails(2);
        line("validate --offline --base=--upload-pack=x").fails(2, "--base takes a git revision");
        line("validate --offline --base=").fails(2, "--base is empty");
        line("validate --offline --base HEAD:sql").fails(2, "git knows no revision HEAD:sql");
        line("seal --base nowhere").fails(2, "git knows no revision nowhere");
        git.git("update-ref", "refs/remotes/origin/stable", "HEAD");
        line("validate --offline --base stable").fails(2, "did you mean origin/stable?");
    }

    @Test
    void whatMd5sumWouldSeeOtherwiseIsWorthANote() throws IOException {
        byte[] a = Files.readAllBytes(folder.resolve("sql/hr/1_a.sql"));
        cli.file("sql/hr/1_a.sql", new String(a, StandardCharsets.UTF_8).replace("\n", "\r\n"));
        cli.file("sql/hr/2_b.sql", "\uFEFF" + Files.readString(folder.resolve("sql/hr/2_b.sql")));
        cli.file(
                "sql/hr/checksums.md5",
                Files.readString(folder.resolve("sql/hr/checksums.md5")).replace("\n", "\r\n"));
        line("validate --offline")
                .succeeds(
                        "sql/hr/1_a.sql has CRLF line ends",
                        ".gitattributes",
                        "sql/hr/2_b.sql has a byte order mark",
                        "sql/hr/checksums.md5 has lines out of order, twice, with CR or with *: bailiwick seal");
        line("seal").succeeds("the same lines in order");
        line("validate --offline").succeeds().neverSays("out of order");
    }

    @Test
    void whereThereIsNoGitMigrateNamesAPendingFileThatIsNotAsItWasSealed(@TempDir Path copy) {
        try (TestDatabase db = TestDatabase.empty()) {
            Cli projectSession = Cli.in(copy)
                    .on(db)
                    .migration("hr", "1_a.sql", "CREATE TABLE a ();", "DROP TABLE a;")
                    .migration("hr", "2_b.sql", "CREATE TABLE b (); INSERT INTO b DEFAULT VALUES;", "DROP TABLE b;");
            assertThat(projectSession.run("seal").exit()).isZero();
            projectSession.migration("hr", "2_b.sql", "CREATE TABLE b ();", "DROP TABLE b;");
            Said.of(projectSession.run("migrate"))
                    .succeeds("sql/hr/2_b.sql is not as checksums.md5 says: a copy that was cut short, or edited since")
                    .neverSays("1_a.sql is not");
        }
    }
}
