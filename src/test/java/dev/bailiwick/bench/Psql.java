package dev.bailiwick.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** psql, which runs migrations and writes a row for each, and does nothing else. */
final class Psql {
    static final String EACH = "psql, a transaction each";
    static final String SETUP = "CREATE SCHEMA bench;\nCREATE TABLE bench.done (filename text PRIMARY KEY);\n";

    private final Testbed testbed;
    private final String name;
    private final Migrations migrations;
    private final Path folder;

    /** Its scripts are files of that name. */
    Psql(Testbed testbed, String name, Migrations migrations) {
        this.testbed = testbed;
        this.name = name;
        this.migrations = migrations;
        this.folder = migrations.plain(testbed, "psql/" + name);
    }

    /** The files, for who takes the same. */
    Path folder() {
        return folder;
    }

    /** Each file in a transaction of its own. */
    Command each(String url) {
        return script("each", url, setup() + files("BEGIN;\n", "COMMIT;\n"));
    }

    /** All files in one transaction. */
    Command together(String url) {
        return script("together", url, "BEGIN;\n" + setup() + files("", "") + "COMMIT;\n");
    }

    /** Takes them back in one transaction. */
    Command back(String url) {
        List<Integer> numbers = new ArrayList<>(migrations.numbers());
        Collections.reverse(numbers);
        return script(
                "back",
                url,
                numbers.stream()
                        .map(number -> migrations.down(number) + "DELETE FROM bench.done WHERE filename = '"
                                + migrations.name(number) + "';\n")
                        .collect(Collectors.joining("", "BEGIN;\n", "COMMIT;\n")));
    }

    private String setup() {
        return migrations.first() == 1 ? SETUP : "";
    }

    private String files(String before, String after) {
        return migrations.numbers().stream()
                .map(migrations::name)
                .map(file -> before + "\\i psql/" + name + "/" + file + ".sql\nINSERT INTO bench.done VALUES ('" + file
                        + "');\n" + after)
                .collect(Collectors.joining());
    }

    private Command script(String kind, String url, String text) {
        String file = "psql/" + name + "-" + kind + ".psql";
        testbed.file(file, text);
        return new Command(
                testbed.folder(), Map.of(), List.of("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", file));
    }
}
