package dev.bailiwick.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.catalog.CatalogTable;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.script.TableChange;
import dev.bailiwick.model.script.TableChange.Kind;
import dev.bailiwick.model.script.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableLocationsTest {
    private static final Domain PUBLIC = domain("public");
    private static final Domain INVENTORY = domain("inventory");

    private final ExpectedTables made = new ExpectedTables();
    private final List<CatalogTable> present = new ArrayList<>();
    private final Map<TableName, String> others = new LinkedHashMap<>();

    @Test
    void whatLiesInItsPlaceIsWell() {
        create(INVENTORY, null, "a");
        create(INVENTORY, "inventory", "b");
        create(PUBLIC, null, "c");
        there("inventory", "a", "b", "schema_migrations", "schema_migrations_log");
        there("public", "c");
        assertThat(wrong(INVENTORY)).isEmpty();
        assertThat(wrong(PUBLIC)).isEmpty();
        assertThat(judged().unmade(INVENTORY)).isEmpty();
    }

    @Test
    void aTableThatSlippedIntoPublicGetsItsAlterTable() {
        create(INVENTORY, null, "order list");
        there("public", "order list");
        assertThat(wrong(INVENTORY)).containsExactly("ALTER TABLE public.\"order list\" SET SCHEMA inventory;");
        assertThat(judged().unmade(PUBLIC)).isEmpty();
    }

    @Test
    void aTableOfThatNameThatAnotherDomainHasMadeIsNotOurs() {
        create(INVENTORY, null, "settings");
        create(PUBLIC, null, "settings");
        there("public", "settings");
        assertThat(judged().wrong(INVENTORY))
                .extracting(Failure::what)
                .containsExactly("table inventory.settings is missing: sql/inventory/1.sql made it, and no migration"
                        + " has dropped it");
        assertThat(wrong(PUBLIC)).isEmpty();
    }

    @Test
    void whatIsMadeInASchemaThatIsNobodysIsMeant() {
        create(INVENTORY, "audit", "entries");
        there("audit", "entries");
        assertThat(wrong(INVENTORY)).isEmpty();
    }

    @Test
    void whatAMigrationHasMovedIsMeant() {
        create(INVENTORY, null, "a");
        apply(INVENTORY, new TableChange(Kind.MOVE, new TableName(null, "a"), new TableName("public", "")));
        there("public", "a");
        assertThat(wrong(INVENTORY)).isEmpty();
    }

    @Test
    void namesAreFollowedThroughRenameAndDrop() {
        create(INVENTORY, null, "a");
        create(INVENTORY, null, "p");
        apply(
                INVENTORY,
                new TableChange(Kind.RENAME, new TableName("inventory", "a"), new TableName(null, "b")),
                new TableChange(Kind.CREATE, new TableName(null, "p1"), new TableName(null, "p")),
                new TableChange(Kind.DROP, new TableName("inventory", "p"), null));
        there("inventory", "b");
        assertThat(wrong(INVENTORY)).isEmpty();
        assertThat(judged().unmade(INVENTORY)).isEmpty();
    }

    @Test
    void anotherDomainsMigrationMayDropIt() {
        create(PUBLIC, null, "a");
        apply(INVENTORY, new TableChange(Kind.DROP, new TableName(null, "a"), null));
        assertThat(wrong(PUBLIC)).isEmpty();
    }

    @Test
    void inDoubtNothingIsSaidOfWhatIsAbsentAndStillOfWhatLiesWrong() {
        create(INVENTORY, null, "gone");
        create(INVENTORY, null, "slipped");
        made.doubt(INVENTORY, "1.sql");
        there("inventory", "by_hand");
        there("public", "slipped");
        assertThat(wrong(INVENTORY)).containsExactly("ALTER TABLE public.slipped SET SCHEMA inventory;");
        assertThat(judged().unmade(INVENTORY)).isEmpty();
    }

    @Test
    void whatNoMigrationHasMadeIsListedWithoutPartitions() {
        create(INVENTORY, null, "a");
        there("inventory", "a", "by_hand");
        present.add(new CatalogTable("inventory", "a_2026", true));
        assertThat(judged().unmade(INVENTORY)).containsExactly("by_hand");
    }

    @Test
    void aPartitionThatIsGoneIsNotMissing() {
        create(INVENTORY, null, "p");
        apply(INVENTORY, new TableChange(Kind.CREATE, new TableName(null, "p1"), new TableName(null, "p")));
        there("inventory", "p");
        assertThat(wrong(INVENTORY)).isEmpty();
    }

    @Test
    void whatMayHaveBeenMadeUnseenSaysNothingAgainstWhatIsMissing() {
        create(INVENTORY, null, "a");
        apply(INVENTORY, new TableChange(Kind.UNSEEN_MADE, new TableName(null, ""), null));
        there("inventory", "by_hand");
        assertThat(wrong(INVENTORY)).hasSize(1);
        assertThat(judged().unmade(INVENTORY)).isEmpty();
        assertThat(judged().untold(INVENTORY)).hasSize(1);
    }

    @Test
    void twoTablesOfTheNameElsewhereAreNamedAndNotMoved() {
        create(INVENTORY, null, "a");
        there("public", "a");
        there("archive", "a");
        assertThat(judged().wrong(INVENTORY))
                .extracting(Failure::state)
                .containsExactly("tables of that name are public.a, archive.a");
        assertThat(judged().elsewhere()).containsOnlyKeys("archive");
    }

    @Test
    void whatAMigrationHasMadeInPublicByThatNameIsMeant() {
        create(INVENTORY, "public", "shared");
        there("public", "shared");
        assertThat(wrong(INVENTORY)).isEmpty();
        assertThat(judged().meant(INVENTORY))
                .containsExactly(
                        "table public.shared lies in public because sql/inventory/1.sql made it there by that name");
        assertThat(judged().unmade(PUBLIC)).isEmpty();
    }

    @Test
    void whatIsMissingMayHaveBeenRenamedOrReplaced() {
        create(INVENTORY, null, "a");
        assertThat(states())
                .containsExactly("dropped or renamed by hand? there is no table of that name in any schema");
        others.put(new TableName("inventory", "a"), "view");
        there("inventory", "a_old");
        assertThat(states())
                .containsExactly("renamed by hand? made by no migration in inventory: a_old; there is no table of that"
                        + " name, but a view inventory.a");
        assertThat(judged().wrong(INVENTORY).get(0).next())
                .last()
                .isEqualTo(
                        "or, where all that its migration did was undone by hand: bailiwick mark inventory 1.sql --pending");
    }

    @Test
    void whatCantBeReadIsNamed() {
        apply(INVENTORY, new TableChange(Kind.UNSEEN_GONE, new TableName(null, ""), null, 12));
        assertThat(judged().untold(INVENTORY))
                .containsExactly("which tables are missing is not told: what sql/inventory/1.sql:12 may drop or rename"
                        + " can't be read");
    }

    private List<String> states() {
        return judged().wrong(INVENTORY).stream().map(Failure::state).toList();
    }

    private void create(Domain domain, @Nullable String schema, String name) {
        apply(domain, new TableChange(Kind.CREATE, new TableName(schema, name), null));
    }

    private void apply(Domain domain, TableChange... changes) {
        made.apply(domain, "1.sql", List.of(changes));
    }

    private void there(String schema, String... names) {
        for (String name : names) {
            present.add(new CatalogTable(schema, name, false));
        }
    }

    private TableLocations judged() {
        return new TableLocations(List.of(PUBLIC, INVENTORY), made, present, others);
    }

    /** The first thing to do about each. */
    private List<String> wrong(Domain domain) {
        return judged().wrong(domain).stream()
                .map(failure -> failure.next().get(0))
                .toList();
    }

    private static Domain domain(String name) {
        return Domain.of(name, "sql/" + name, List.of(), true);
    }
}
