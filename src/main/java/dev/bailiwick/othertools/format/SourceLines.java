package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Place;
import java.util.ArrayList;
import java.util.List;

/** Lines of one of their files as they stand there, CRLF made LF, each with the number that it has there. */
public final class SourceLines {
    private final MigrationFile file;
    private final StringBuilder text = new StringBuilder();
    private final List<Integer> numbers = new ArrayList<>();

    SourceLines(MigrationFile file) {
        this.file = file;
    }

    /** All of a file. */
    static SourceLines of(MigrationFile file) {
        SourceLines passage = new SourceLines(file);
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            passage.add(lines.get(i), i + 1);
        }
        return passage;
    }

    /** The lines of a file without their ends; no empty one after the last line end. */
    public static List<String> lines(MigrationFile file) {
        String text = file.text().toString().replace("\r\n", "\n");
        String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return text.isEmpty() ? List.of() : List.of(whole.split("\n", -1));
    }

    /** The beginning of a line of a file, or a point within it. */
    static Place place(MigrationFile file, int number, int column) {
        List<String> lines = lines(file);
        return new Place(file.path(), number, column, number <= lines.size() ? lines.get(number - 1) : "");
    }

    void add(String line, int number) {
        text.append(line).append('\n');
        numbers.add(number);
    }

    public MigrationFile file() {
        return file;
    }

    public String text() {
        return text.toString();
    }

    /** The number in the file of each line. */
    public List<Integer> numbers() {
        return numbers;
    }

    boolean isBlank() {
        return text.toString().isBlank();
    }
}
