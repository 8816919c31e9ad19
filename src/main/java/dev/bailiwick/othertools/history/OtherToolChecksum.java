package dev.bailiwick.othertools.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bailiwick.model.history.Adoption.Checksum;
import dev.bailiwick.model.history.OtherTool;
import dev.bailiwick.model.script.Migration;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Whether a file of ours holds what another tool ran, by that tool's own checksum.
 *
 * <p>The tool's file is looked for in ours: as the whole file, as the up section, and as the up section with comments that
 * stand before its marker. Flyway's is the CRC-32 of the file's lines without their ends, so that blank lines don't count;
 * sqitch's is the SHA-1 of the deploy script. Liquibase's is computed from its own reading of a changeset, which changes from
 * version to version: nobody else can compute it.
 */
final class OtherToolChecksum {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int MOST_HEAD_LINES = 100;

    private OtherToolChecksum() {}

    /**
     * Compares.
     *
     * @param kept as the tool keeps it; empty where it keeps none
     */
    static Checksum compare(OtherTool tool, String kept, Migration ours) {
        if (kept.isEmpty()) {
            return Checksum.NONE;
        }
        if (tool != OtherTool.FLYWAY && tool != OtherTool.SQITCH) {
            return Checksum.UNVERIFIABLE;
        }
        boolean flyway = tool == OtherTool.FLYWAY;
        Stream<String> texts = Stream.concat(Stream.of(ours.text().toString()), sections(ours).stream());
        boolean agrees = flyway
                ? texts.anyMatch(text -> kept.equals(Integer.toString(flyway(text))))
                : texts.flatMap(text -> Stream.of(text, text.strip() + "\n", text.stripTrailing() + "\n"))
                        .anyMatch(text -> kept.equals(sha1(text)));
        return agrees ? Checksum.AGREES : Checksum.DIFFERS;
    }

    /** The up section after ever more of the comments before its marker. */
    private static List<String> sections(Migration ours) {
        String section = ours.text().substring(ours.up().start(), ours.up().end());
        List<String> head = ours.text().substring(0, ours.up().start()).lines().toList();
        int marker = head.size() - 1;
        return Stream.iterate(marker, first -> first >= 0 && first >= marker - MOST_HEAD_LINES, first -> first - 1)
                .map(first -> String.join(
                                "",
                                head.subList(first, marker).stream()
                                        .map(line -> line + "\n")
                                        .toList())
                        + section)
                .toList();
    }

    /** Flyway's checksum of a text: CRC-32 over the UTF-8 bytes of its lines, as a signed integer. */
    static int flyway(String text) {
        CRC32 crc = new CRC32();
        (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
                .lines()
                .forEach(line -> crc.update(line.getBytes(UTF_8)));
        return (int) crc.getValue();
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
