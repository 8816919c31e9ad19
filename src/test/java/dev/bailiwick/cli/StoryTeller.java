package dev.bailiwick.cli;

import dev.bailiwick.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets a {@link Story} happen and writes it down with what was printed, both streams in the order of printing. */
final class StoryTeller {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");

    private final Path folder;
    private final TestDatabase database;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> roles = new HashMap<>();
    private final Scrub scrub;
    private @Nullable Connection other;
    private final StringBuilder transcript = new StringBuilder();

    StoryTeller(Path folder, TestDatabase database) {
        this.folder = folder;
        this.database = database;
        this.scrub = new Scrub(database);
        if (Integer.parseInt(database.query("SHOW server_version_num")) < 150_000) {
            // As it is since 15.
            database.execute(
                    "ALTER SCHEMA public OWNER TO pg_database_owner; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        }
        roles.put("dba", database.createRole("dba", "SUPERUSER"));
        connectAs("dba");
    }

    /** Everything that happens, as a text that reads as the same story. */
    String tell(Story story) throws IOException {
        Story.Step before = null;
        for (Story.Step step : story.steps()) {
            if (before != null
                    && (before.command()
                            || step.command()
                            || step.prose()
                            || !step.content().isEmpty())) {
                transcript.append(before.prose() ? "" : "\n");
            }
            transcript.append(step.line()).append('\n');
            if (step.command()) {
                run(step.line().substring(2));
            } else if (!step.prose()) {
                happen(step);
            }
            before = step;
        }
        return transcript.toString();
    }

    private void run(String line) {
        List<String> words = WORD.matcher(line).results().map(StoryTeller::word).toList();
        if (!words.get(0).equals("bailiwick")) {
            throw new IllegalArgumentException(line);
        }
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        OutputStream err = new Marked(both);
        int exit = TestProgram.run(
                folder, environment, both, err, words.subList(1, words.size()).toArray(String[]::new));
        show(both.toString(StandardCharsets.UTF_8).replaceAll("(?m)^! $", "!")
                + (exit == 0 ? "" : "[exit " + exit + "]\n"));
    }

    private static String word(MatchResult found) {
        return found.group(1) == null ? found.group() : found.group(1);
    }

    private void happen(Story.Step step) throws IOException {
        String[] words = step.rest().split(" ", 2);
        switch (step.verb()) {
            case "file" -> {
                write(step.rest(), String.join("\n", step.content()) + "\n");
                step.content().forEach(line -> transcript.append(line).append('\n'));
                transcript.append("#\n");
            }
            case "edit" -> edit(words[0], words[1]);
            case "move" -> Files.move(folder.resolve(words[0]), folder.resolve(words[1]));
            case "delete" -> Files.delete(folder.resolve(step.rest()));
            case "sql" -> sql(step.rest());
            case "hold" -> hold(step.rest());
            case "release" -> release();
            case "role" -> roles.put(step.rest(), database.createRole(step.rest()));
            case "as" -> connectAs(step.rest());
            case "set" ->
                environment.put(step.rest().split("=", 2)[0], step.rest().split("=", 2)[1]);
            case "without" -> environment.remove("DATABASE_URL");
            default -> throw new IllegalArgumentException(step.line());
        }
    }

    private void connectAs(String role) {
        environment.put("DATABASE_URL", database.url(role(role)));
    }

    private String role(String role) {
        return Objects.requireNonNull(roles.get(role), role);
    }

    private void write(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void edit(String path, String change) throws IOException {
        String[] parts = change.split(Pattern.quote(change.substring(1, 2)));
        String old = Files.readString(folder.resolve(path));
        String edited = old.replace(parts[1], parts.length < 3 ? "" : parts[2]);
        if (old.equals(edited)) {
            throw new IllegalArgumentException(path + " does not contain " + parts[1]);
        }
        Files.writeString(folder.resolve(path), edited);
    }

    private void sql(String sql) {
        Matcher role = Pattern.compile("\\{(\\w+)}").matcher(sql);
        String real = role.replaceAll(found -> role(found.group(1)));
        try (Connection connection = database.connect(role("dba"));
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            if (statement.execute(real)) {
                show(rows(statement.getResultSet()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private void hold(String sql) {
        try {
            other = database.connect(role("dba"));
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private void release() {
        try {
            Objects.requireNonNull(other, "nothing is held").close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As psql -At prints them. */
    private static String rows(ResultSet rows) throws SQLException {
        StringBuilder text = new StringBuilder();
        while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                text.append(i == 1 ? "" : "|").append(Objects.requireNonNullElse(rows.getString(i), ""));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private void show(String printed) {
        String text = scrub.text(printed.replace(folder + "/", ""));
        transcript.append(text.isEmpty() || text.endsWith("\n") ? text : text + "\n");
    }

    /** Marks every line of standard error. */
    private static final class Marked extends OutputStream {
        private final OutputStream out;
        private boolean lineStarts = true;

        Marked(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            if (lineStarts) {
                out.write("! ".getBytes(StandardCharsets.UTF_8));
            }
            out.write(b);
            lineStarts = b == '\n';
        }
    }
}
