package dev.bailiwick.files.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bailiwick.files.Disk;
import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.script.MigrationFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectTest {
    @TempDir
    private Path folder;

    private Disk disk;

    @BeforeEach
    void disk() {
        disk = new Disk(folder);
    }

    private List<String> domains() {
        return disk.project().domains().stream().map(Domain::name).toList();
    }

    @Test
    void aFolderWithoutSqlIsNamedInFullWithWhatToType() {
        assertThat(disk.usage(disk::project))
                .containsExactly("there is no folder sql in " + folder
                        + " > name the folder that holds it: bailiwick --dir FOLDER … > to begin here: bailiwick"
                        + " domain public");
    }

    @Test
    void aFolderBelowTheProjectIsToldTheWayUp() {
        disk.folders("sql/public", "app/src main");
        assertThat(disk.usage(() -> Project.at(disk.path("app/src main"))).get(0))
                .contains("bailiwick --dir 'app/src main/../..' …");
    }

    @Test
    void aFolderThatIsNoneIsSaid() {
        disk.files("a");
        assertThat(disk.usage(() -> Project.at(disk.path("a"))))
                .containsExactly(
                        "a is not a folder: --dir takes the folder that holds sql/ > bailiwick --dir FOLDER …");
        assertThat(disk.usage(() -> Project.at(disk.path("b"))))
                .containsExactly("b does not exist: --dir takes the folder that holds sql/ > bailiwick --dir FOLDER …");
    }

    @Test
    void sqlMustBeAFolderOfTheProject() {
        disk.files("a/sql").link("b/sql", "nowhere").folders("x/elsewhere").link("c/sql", "../x/elsewhere");
        assertThat(disk.usage(() -> Project.at(disk.path("a"))))
                .containsExactly("a/sql is not a folder: the domains live in it > move it away: mv a/sql a/sql.old");
        assertThat(disk.usage(() -> Project.at(disk.path("b"))))
                .containsExactly("b/sql is a link that leads nowhere > ls -l b/sql");
        assertThat(disk.usage(() -> Project.at(disk.path("c"))).get(0))
                .startsWith("c/sql is a link that leaves the project: it leads to x/elsewhere > put the folder itself");
    }

    @Test
    void aFolderMakesADomain() {
        disk.folders("sql/public", "sql/inventory", "sql/.git", "sql/.idea")
                .files("sql/README.md", "sql/.gitkeep", "sql/notes.txt");
        assertThat(disk.project().domains())
                .containsExactly(
                        Domain.of("inventory", folder + "/sql/inventory", List.of("public"), true),
                        Domain.of("public", folder + "/sql/public", List.of(), true));
    }

    @Test
    void aFolderWithoutDomainsHasNone() {
        disk.folders("sql");
        assertThat(domains()).isEmpty();
        assertThat(disk.usage(() -> disk.project().domain("hr")))
                .containsExactly("there is no domain hr > sql has no folders yet > to make it: bailiwick domain hr");
    }

    @Test
    void withoutAFolderPublicNothingIsRequired() {
        disk.folders("sql/inventory");
        assertThat(disk.project().domain("inventory").requires()).isEmpty();
    }

    @Test
    void everyFolderThatCannotBeASchemaIsNamedAtOnce() {
        String longest = "a".repeat(63);
        disk.folders(
                "sql/Sales-EU",
                "sql/pg_x",
                "sql/information_schema",
                "sql/order",
                "sql/2nd",
                "sql/" + longest,
                "sql/" + longest + "b",
                "sql/คลังยา",
                "sql/Été 1");
        assertThat(disk.wrongDomains())
                .containsExactly(
                        "sql/2nd can't be a domain: a name is made of small letters a-z, digits and _, and begins with"
                                + " no digit > mv sql/2nd sql/_2nd",
                        "sql/Sales-EU can't be a domain: a name is made of small letters a-z, digits and _, and begins"
                                + " with no digit > mv sql/Sales-EU sql/sales_eu",
                        "sql/" + longest + "b can't be a domain: a name has at most 63 bytes, this one has 64 > mv"
                                + " sql/" + longest + "b sql/" + longest,
                        "sql/information_schema can't be a domain: PostgreSQL has a schema of that name > mv"
                                + " sql/information_schema sql/information",
                        "sql/order can't be a domain: order is a key word of SQL and would need quotes in every"
                                + " statement > mv sql/order sql/order_",
                        "sql/pg_x can't be a domain: PostgreSQL keeps names that begin with pg_ to itself > mv"
                                + " sql/pg_x sql/x",
                        "sql/Été 1 can't be a domain: a name is made of small letters a-z, digits and _, and begins"
                                + " with no digit > mv 'sql/Été 1' sql/ete_1",
                        "sql/คลังยา can't be a domain: a name is made of small letters a-z, digits and _, and begins"
                                + " with no digit > rename it");
    }

    @Test
    void anSqlFileOutsideOfEveryDomainIsNotSkipped() {
        disk.files("sql/001_a b.sql", "sql/002_B.SQL", "sql/.003_c.sql").folders("sql/public");
        assertThat(disk.wrongDomains())
                .containsExactly(
                        "sql/.003_c.sql lies in no domain and would never run > mv sql/.003_c.sql"
                                + " sql/public/.003_c.sql",
                        "sql/001_a b.sql lies in no domain and would never run > mv 'sql/001_a b.sql'"
                                + " 'sql/public/001_a b.sql'",
                        "sql/002_B.SQL lies in no domain and would never run > mv sql/002_B.SQL"
                                + " sql/public/002_B.SQL");
    }

    @Test
    void aLinkToAFolderIsADomainWhileItStaysInTheProject() {
        disk.folders("p/sql/public", "outside").files("p/shared/001_a.sql").link("p/sql/shared", "../shared");
        Project project = Project.at(disk.path("p"));
        assertThat(project.files(project.domain("shared")))
                .extracting(MigrationFile::filename)
                .containsExactly("001_a.sql");
        disk.link("p/sql/away", "../../outside")
                .link("p/sql/gone", "../nowhere")
                .link("p/sql/round", "round");
        assertThat(disk.usage(project::domains))
                .containsExactly(
                        "p/sql/away is a link that leaves the project > put the folder itself here",
                        "p/sql/gone is a link that leads nowhere > ls -l p/sql/gone",
                        "p/sql/round is a link that leads nowhere > ls -l p/sql/round");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inventory",
                "inventory/",
                "sql/inventory",
                "sql/inventory/",
                "./sql/inventory//",
                "sql\\inventory\\",
            })
    void aDomainIsTypedByNameOrByFolder(String typed) {
        disk.folders("sql/public", "sql/inventory");
        assertThat(disk.project().domain(typed).name()).isEqualTo("inventory");
        assertThat(disk.project().domain(folder + "/sql/inventory/").name()).isEqualTo("inventory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inventory. | did you mean inventory? > domains: inventory, public",
                "Inventory | did you mean inventory? > domains: inventory, public",
                "inventroy | did you mean inventory? > domains: inventory, public > to make it: bailiwick domain inventroy",
                "finance | domains: inventory, public > to make it: bailiwick domain finance",
            })
    void anUnknownDomainIsAnsweredWithTheNearestAndAll(String typed, String next) {
        disk.folders("sql/public", "sql/inventory");
        assertThat(disk.usage(() -> disk.project().domain(typed)))
                .containsExactly("there is no domain " + typed + " > " + next);
    }

    @Test
    void anEmptyNameIsSaidToBeEmpty() {
        disk.folders("sql/public");
        assertThat(disk.usage(() -> disk.project().domain("sql/")))
                .containsExactly("there is no domain sql/ > domains: public > to make it: bailiwick domain sql");
        assertThat(disk.usage(() -> disk.project().domain("")))
                .containsExactly("the name of the domain is empty > bailiwick status");
    }

    @Test
    void pathsAreWrittenAsTheUserWouldTypeThem() {
        Path here = Path.of("").toAbsolutePath();
        assertThat(new ProjectFolder(Path.of(""), here, "").shown("a")).isEqualTo("sql/a");
        Path below = here.relativize(folder);
        disk.folders("sql/public");
        assertThat(Project.at(below).domain("public").folder()).isEqualTo(below + "/sql/public");
    }

    @Test
    void thaiLettersAndBlanksInTheWayToTheProject() {
        disk.files("โรงพยาบาล กรุงเทพ/sql/public/001_a.sql");
        Project project = Project.at(disk.path("โรงพยาบาล กรุงเทพ"));
        assertThat(project.files(project.domain("public")).get(0).path())
                .isEqualTo(folder + "/โรงพยาบาล กรุงเทพ/sql/public/001_a.sql");
    }

    @Test
    void whatIsWrongInSeveralDomainsIsSaidAtOnce() {
        disk.files("sql/hr/x.sql", "sql/lab/y.sql", "sql/public/001_a.sql");
        Project project = disk.project();
        assertThat(project.files(List.of(project.domain("public")))).containsOnlyKeys("public");
        assertThatThrownBy(() -> project.files(project.domains()))
                .hasMessage(folder + "/sql/hr/x.sql is no migration: its name does not begin with a version; " + folder
                        + "/sql/lab/y.sql is no migration: its name does not begin with a version");
    }
}
