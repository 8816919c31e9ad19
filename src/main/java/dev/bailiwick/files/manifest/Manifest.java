package dev.bailiwick.files.manifest;

import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.script.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The checksums of a domain's migrations as {@code checksums.md5} holds them: md5sum's format, in byte order of the
 * names, so that {@code md5sum -c} verifies it. It never changes; {@code Project#amend} writes another one.
 */
public final class Manifest {
    /** Its name in the domain's folder. */
    public static final String FILE = "checksums.md5";

    /** As it is where there is no file. */
    public static final Manifest NONE = new Manifest("", new TreeMap<>(ByteOrder.OF_NAMES));

    private final String read;
    private final SortedMap<String, String> lines;

    private Manifest(String read, SortedMap<String, String> lines) {
        this.read = read;
        this.lines = Collections.unmodifiableSortedMap(lines);
    }

    /**
     * The manifest in a text.
     *
     * @param path as the user would type it
     * @param problems is added to
     */
    public static Manifest parse(String path, String text, List<Failure> problems) {
        return new Manifest(text, new ManifestText(path, text, problems).lines());
    }

    /** The checksum of a file's line; nothing where it has none. */
    public Optional<String> checksum(String filename) {
        return Optional.ofNullable(lines.get(filename));
    }

    /** All lines: the checksum by file name, in byte order. */
    public SortedMap<String, String> lines() {
        return lines;
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The same with this line, in the place of the one that the file has. */
    public Manifest with(String filename, String checksum) {
        SortedMap<String, String> more = new TreeMap<>(lines);
        more.put(filename, checksum);
        return new Manifest(read, more);
    }

    /** The same without the line of this file. */
    public Manifest without(String filename) {
        SortedMap<String, String> fewer = new TreeMap<>(lines);
        fewer.remove(filename);
        return new Manifest(read, fewer);
    }

    /** As it is written. */
    public String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach((name, checksum) ->
                text.append(checksum).append("  ").append(name).append('\n'));
        return text.toString();
    }

    /** Whether the file is just as it would be written: in order, each line once, without CR. */
    public boolean tidy() {
        return read.equals(text());
    }
}
