package dev.bailiwick;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** The rooms of the house and the arrows between them, as the README shows them. */
class ArchitectureTest {

    /** floor, room, and the rooms that it may import. A package that is not here fails the build. */
    private static final String ROOMS = """
            0 model
            1 script  model
            1 plan    model
            1 render  model
            1 peers   model script
            1 checks  model script plan
            2 config  model
            2 files   model script
            2 db      model
            2 server  model
            3 engine  model plan script peers checks files db
            4 proof   model checks db engine
            5 cli     model plan script peers checks render config files db server engine proof
            """;

    /** Libraries that stay in one room each. */
    private static final Map<String, String> KEPT_IN = Map.of(
            "org.jdbi", "db",
            "org.postgresql", "db",
            "java.sql", "db",
            "picocli", "cli",
            "com.fasterxml.jackson", "render",
            "com.github.difflib", "plan",
            "org.apache.commons.compress.archivers", "server");

    /** What a pure room never touches: floors 0 and 1 are tested in milliseconds. */
    private static final Set<String> IMPURE = Set.of(
            "java.sql.", "java.nio.file.", "java.net.", "java.io.File", "java.time.Clock", "java.lang.ProcessBuilder");

    private static final String ROOT = "dev.bailiwick.";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.bailiwick");

    @Test
    void arrowsGoDownOnly() {
        Map<String, Set<String>> allowed = new TreeMap<>();
        ROOMS.lines().map(line -> line.trim().split("\\s+")).forEach(words -> {
            Set<String> rooms = new TreeSet<>(List.of(words).subList(2, words.length));
            rooms.add(words[1]);
            allowed.put(words[1], rooms);
        });
        List<String> wrong = new ArrayList<>();
        forEachDependency((from, dependency) -> {
            String to = dependency.getTargetClass().getPackageName() + ".";
            if (!allowed.containsKey(room(from))) {
                wrong.add(from.getName() + " is in a room that is not in the table");
            } else if (to.startsWith(ROOT) && !allowed.get(room(from)).contains(room(dependency.getTargetClass()))) {
                wrong.add(dependency.getDescription());
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void librariesStayInTheirRooms() {
        List<String> wrong = new ArrayList<>();
        forEachDependency((from, dependency) -> {
            String to = dependency.getTargetClass().getName();
            KEPT_IN.forEach((library, room) -> {
                if (to.startsWith(library + ".") && !room(from).equals(room)) {
                    wrong.add(dependency.getDescription());
                }
            });
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void floorsZeroAndOneArePure() {
        Set<String> pure = Set.of("model", "script", "plan", "render", "peers", "checks");
        List<String> wrong = new ArrayList<>();
        forEachDependency((from, dependency) -> {
            String to = dependency.getTargetClass().getName();
            if (pure.contains(room(from)) && IMPURE.stream().anyMatch(to::startsWith)) {
                wrong.add(dependency.getDescription());
            }
        });
        assertThat(wrong).isEmpty();
    }

    private void forEachDependency(BiConsumer<JavaClass, Dependency> check) {
        for (JavaClass from : classes) {
            from.getDirectDependenciesFromSelf().forEach(dependency -> check.accept(from, dependency));
        }
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.")[0] : name;
    }
}
