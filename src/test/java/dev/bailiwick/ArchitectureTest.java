package dev.bailiwick;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of the house and the arrows between them, as the README shows them. */
class ArchitectureTest {

    /** floor, room, and the rooms that it may import. A package that is not here fails the build. */
    private static final String ROOMS = """
            0 model
            1 script  model
            1 plan    model
            1 render  model
            1 othertools  model script
            1 checks  model script plan
            2 config  model
            2 files   model script
            2 db      model
            2 server  model
            3 engine  model plan script othertools checks files db
            4 proof   model checks db engine
            5 cli     model plan script othertools checks render config files db server engine proof
            """;

    /**
     * room, inner room, and the inner rooms of the same room that it may import: only those above it, so that there is no
     * circle. What stands in a room itself is written as a dash. A package that is not here fails the build.
     */
    private static final String INNER_ROOMS = """
            model   catalog
            model   script
            model   failure     script
            model   domain      script failure
            model   history     script domain
            model   report      catalog script failure domain history
            script  scan
            script  marker      scan
            script  psql        scan marker
            script  split       scan marker psql
            script  part        scan psql split
            othertools name
            othertools format      name
            othertools history     name
            othertools convert     name format
            files   read
            files   manifest    read
            files   seed        read
            files   git         read manifest
            files   scaffold    read manifest
            files   project     read manifest seed git scaffold
            db      section
            db      session
            db      guard       section session
            db      history     session
            db      login       session
            db      catalog     section session history
            db      integrity   section session history
            db      run         section session guard history login catalog integrity
            db      loss        session history run
            db      recovery    section session history login run
            db      outside     section session history login integrity run recovery
            engine  session
            engine  section     session
            engine  history     session
            engine  check       session section history
            engine  run         session section history
            engine  amend       session section history run
            engine  migrate     session section history check run
            engine  rollback    session section history run
            engine  seed        session section history check run
            engine  adopt       session section history run amend
            engine  setup       session section history check run migrate rollback seed
            cli     console
            cli     invocation  console
            cli     database    console invocation
            cli     files       console invocation
            cli     help        console invocation
            cli     amend       console invocation database
            cli     check       console invocation database
            cli     run         invocation database
            cli     -           console invocation database files help amend check run
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

    /** A class is one idea: so many lines of source, imports and comments included. */
    private static final int MOST_LINES = 400;

    /** A class that needs more of its own room than this does two things. */
    private static final int MOST_IMPORTS_OF_ITS_ROOM = 9;

    /** The table of all commands, and where the three sessions of a section outside a transaction are put together. */
    private static final Set<String> MORE_IMPORTS = Set.of(
            "cli/Commands",
            "db/outside/OutsideTransaction",
            "db/run/AnswerReader",
            "db/run/GroupTransaction",
            "db/run/HistoryStatements",
            "db/run/HistoryWriter",
            "db/run/Rehearsal",
            "db/run/SectionRunner");

    private static final Path SOURCES = Path.of("src/main/java/dev/bailiwick");

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
    void innerRoomsImportOnlyThoseAboveThem() {
        Map<String, Set<String>> allowed = innerRooms();
        List<String> wrong = new ArrayList<>();
        forEachDependency((from, dependency) -> {
            JavaClass to = dependency.getTargetClass();
            boolean sign = from.getSimpleName().equals("package-info");
            if (!sign && !allowed.containsKey(innerRoom(from))) {
                wrong.add(from.getName() + " is in an inner room that is not in the table");
            } else if (!sign
                    && room(to).equals(room(from))
                    && !allowed.get(innerRoom(from)).contains(innerRoom(to))) {
                wrong.add(dependency.getDescription());
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void innerRoomsAreWrittenFromTheGroundUp() {
        List<String> wrong = new ArrayList<>();
        Set<String> above = new TreeSet<>();
        INNER_ROOMS.lines().map(line -> line.trim().split("\\s+")).forEach(words -> {
            for (String imported : List.of(words).subList(2, words.length)) {
                if (!above.contains(words[0] + " " + imported)) {
                    wrong.add(words[0] + "." + words[1] + " imports " + imported + ", which is not above it");
                }
            }
            above.add(words[0] + " " + words[1]);
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void innerRoomsOfTheTableExist() {
        Set<String> packages = new TreeSet<>();
        classes.forEach(type -> packages.add(innerRoom(type)));
        assertThat(packages).containsAll(innerRooms().keySet());
    }

    @Test
    void noClassIsLong() throws IOException {
        assertThat(sources((path, lines) -> lines.size() > MOST_LINES)).isEmpty();
    }

    @Test
    void noClassNeedsMuchOfItsOwnRoom() throws IOException {
        assertThat(sources((path, lines) -> {
                    String room = ROOT + path.split("/")[0] + ".";
                    return lines.stream()
                                    .filter(line -> line.startsWith("import " + room)
                                            || line.startsWith("import static " + room))
                                    .count()
                            > MOST_IMPORTS_OF_ITS_ROOM;
                }))
                .isEqualTo(new TreeSet<>(MORE_IMPORTS));
    }

    /** The classes of which something is true, such as {@code db/run/SectionRunner}. */
    private static Set<String> sources(BiPredicate<String, List<String>> test) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String path =
                        SOURCES.relativize(file).toString().replace('\\', '/').replace(".java", "");
                if (test.test(path, Files.readAllLines(file))) {
                    found.add(path);
                }
            }
        }
        return found;
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
        Set<String> pure = Set.of("model", "script", "plan", "render", "othertools", "checks");
        List<String> wrong = new ArrayList<>();
        forEachDependency((from, dependency) -> {
            String to = dependency.getTargetClass().getName();
            if (pure.contains(room(from)) && IMPURE.stream().anyMatch(to::startsWith)) {
                wrong.add(dependency.getDescription());
            }
        });
        assertThat(wrong).isEmpty();
    }

    /** Of each inner room those that it may import, itself included; a room that is not divided has one of its own name. */
    private static Map<String, Set<String>> innerRooms() {
        Map<String, Set<String>> allowed = new TreeMap<>();
        INNER_ROOMS.lines().map(line -> line.trim().split("\\s+")).forEach(words -> {
            Set<String> rooms = new TreeSet<>();
            for (String inner : List.of(words).subList(1, words.length)) {
                rooms.add(words[0] + " " + inner);
            }
            allowed.put(words[0] + " " + words[1], rooms);
        });
        Set<String> divided = new TreeSet<>();
        allowed.keySet().forEach(inner -> divided.add(inner.split(" ")[0]));
        ROOMS.lines()
                .map(line -> line.trim().split("\\s+")[1])
                .filter(room -> !divided.contains(room))
                .forEach(room -> allowed.put(room + " -", Set.of(room + " -")));
        return allowed;
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

    /** Room and inner room of a class, such as {@code engine run}, or {@code plan -}. */
    private static String innerRoom(JavaClass type) {
        String name = type.getPackageName();
        String inner = name.substring(Math.min(name.length(), (ROOT + room(type) + ".").length()));
        return room(type) + " " + (inner.isEmpty() ? "-" : inner);
    }
}
