package dev.bailiwick.engine.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bailiwick.db.login.Connector;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.session.SilentEvents;
import dev.bailiwick.files.project.Project;
import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.model.domain.Secret;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.OtherTool;
import dev.bailiwick.model.script.Limits;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.CutProxy;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A file and a history can't be written in one step: what stands in between is said, and gone on from. */
class AdoptDumpIT {
    private static final String FILE = "20260112080000_as_knex_left_it.sql";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private String made = "CREATE TABLE shop.t ();";

    @BeforeEach
    void knex() {
        Cli.in(folder).file("sql/shop/domain.properties", "requires=\n");
        db.execute("CREATE SCHEMA shop; CREATE TABLE shop.t (); CREATE TABLE public.knex_migrations"
                + " (id serial PRIMARY KEY, name text, batch integer, migration_time timestamptz)");
        db.execute("INSERT INTO public.knex_migrations (name, batch, migration_time)"
                + " VALUES ('20260112080000_t.ts', 1, now())");
    }

    /** What pg_dump would say: the same each time but for the word of its restriction. */
    private String dump(String schema, List<String> without) {
        assertThat(without).contains("knex_migrations", "schema_migrations", "schema_migrations_log");
        String word = UUID.randomUUID().toString().replace("-", "");
        return "\\restrict " + word + "\n\n" + made + "\n\n\\unrestrict " + word + "\n\n";
    }

    private int adopt(int port) {
        try (ProjectSession projectSession = projectSession(port)) {
            AdoptDump adopt = new AdoptDump(
                    projectSession, new Adopt.Request("shop", OtherTool.KNEX, null, null, null, Set.of(), ""));
            AdoptDump.Made plan = adopt.plan(this::dump);
            if (!plan.plan().taken().isEmpty()) {
                adopt.run(plan);
            }
            return plan.plan().taken().size();
        }
    }

    private ProjectSession projectSession(int port) {
        ConnectionTarget.Server target = new ConnectionTarget.Server(
                "the test",
                List.of(new ConnectionTarget.Address(db.host(), port)),
                db.name(),
                db.user(),
                new Secret(db.password()),
                Map.of());
        RunSettings settings = new RunSettings(Limits.NONE, Map.of(), false, "test", "test");
        return new ProjectSession(
                Project.at(folder), new Connector(target), settings, new Cancellation(), new SilentEvents());
    }

    private Failure failure(int port) {
        BailiwickException[] caught = new BailiwickException[1];
        assertThatThrownBy(() -> adopt(port)).isInstanceOfSatisfying(BailiwickException.class, e -> caught[0] = e);
        return caught[0].failures().get(0);
    }

    @Test
    void whatStoppedBetweenTheFileAndTheHistoryIsSaidAndGoneOnFrom() throws Exception {
        for (String cut : List.of("CREATE TABLE IF NOT EXISTS", "'adopt'")) {
            try (CutProxy proxy = CutProxy.to(db.host(), db.port())) {
                CutProxy.Trap trap = proxy.at(CutProxy.Side.CLIENT, cut).cutWithin();
                Failure failure = failure(proxy.port());
                assertThat(trap.sprung()).isTrue();
                assertThat(failure.state()).contains("sql/shop/" + FILE + " is written, and stays");
                assertThat(failure.next())
                        .anyMatch(next -> next.endsWith("bailiwick adopt shop --from knex --dump --yes"))
                        .anyMatch(next -> next.endsWith("bailiwick baseline shop --to " + FILE));
            }
            assertThat(folder.resolve("sql/shop/" + FILE)).exists();
        }
        assertThat(adopt(db.port())).isEqualTo(1);
        assertThat(db.query("SELECT filename, batch FROM shop.schema_migrations"))
                .isEqualTo(FILE + "|1");
        assertThat(Files.readString(folder.resolve("sql/shop/" + FILE))).doesNotContain("restrict");
        assertThat(adopt(db.port())).isZero();
    }

    @Test
    void aFileThatIsNotWhatADumpMakesIsNotTakenForIt() {
        assertThat(adopt(db.port())).isEqualTo(1);
        db.execute("DROP TABLE shop.schema_migrations, shop.schema_migrations_log, shop.schema_migrations_catalog");
        made = "CREATE TABLE shop.t (id integer);";
        Failure failure = failure(db.port());
        assertThat(failure.what()).contains(FILE + " is there already, and a dump says something else now");
        assertThat(failure.next()).anyMatch(next -> next.contains("bailiwick baseline shop --to " + FILE));
    }

    @Test
    void aDomainWithOtherFilesIsRefused() {
        Cli.in(folder).migration("shop", "001_a.sql", "SELECT 1;", "SELECT 1;");
        assertThat(failure(db.port()).what()).endsWith("sql/shop has a migration already: a dump would be the first");
    }
}
