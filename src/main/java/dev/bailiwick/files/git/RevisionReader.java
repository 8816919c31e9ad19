package dev.bailiwick.files.git;

import dev.bailiwick.files.manifest.Manifest;
import dev.bailiwick.files.read.FileContent;
import dev.bailiwick.files.read.MigrationName;
import dev.bailiwick.model.script.ByteOrder;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Reads the domains of a commit, without a checkout: two questions to git, three where files have no line. */
final class RevisionReader {
    private final Git git;
    private final String prefix;
    private final Map<String, SortedMap<String, String>> checksums = new TreeMap<>();
    private final Set<String> sealed = new LinkedHashSet<>();

    /** @param prefix the path of {@code sql/} in the repository, with a slash after it; empty where it is all of it */
    RevisionReader(Git git, String prefix) {
        this.git = git;
        this.prefix = prefix;
    }

    /** A file as the tree lists it. */
    private record Blob(String domain, String name, String id) {}

    Revision read(String name, String commit) {
        List<Blob> blobs = blobs(commit);
        List<Blob> manifests =
                blobs.stream().filter(blob -> blob.name.equals(Manifest.FILE)).toList();
        contents(manifests, (blob, content) -> {
            Manifest manifest = Manifest.parse(blob.name, content.text(), new ArrayList<>());
            sealed.add(blob.domain);
            domain(blob.domain).putAll(manifest.lines());
        });
        List<Blob> unlisted = blobs.stream()
                .filter(blob -> MigrationName.accepted(blob.name))
                .filter(blob -> !domain(blob.domain).containsKey(blob.name))
                .toList();
        contents(unlisted, (blob, content) -> domain(blob.domain).put(blob.name, content.checksum()));
        return new Revision(name, commit, checksums, sealed);
    }

    private SortedMap<String, String> domain(String name) {
        return checksums.computeIfAbsent(name, absent -> new TreeMap<>(ByteOrder.OF_NAMES));
    }

    /** Migrations and manifests: {@code <mode> <type> <id>\t<path>}, with a NUL after each. */
    private List<Blob> blobs(String commit) {
        List<String> words = new ArrayList<>(List.of("ls-tree", "-r", "-z", "--full-tree", commit));
        if (!prefix.isEmpty()) {
            words.addAll(List.of("--", prefix));
        }
        Git.Answer<String> tree = git.ask(words.toArray(String[]::new));
        if (!tree.well()) {
            throw Repository.trouble(git, tree.errors());
        }
        List<Blob> blobs = new ArrayList<>();
        for (String entry : tree.output().split("\0")) {
            int tab = entry.indexOf('\t');
            if (tab > 0 && entry.startsWith("100") && entry.startsWith(prefix, tab + 1)) {
                String[] path = entry.substring(tab + 1 + prefix.length()).split("/", -1);
                if (path.length == 2 && (MigrationName.accepted(path[1]) || path[1].equals(Manifest.FILE))) {
                    blobs.add(new Blob(path[0], path[1], entry.substring(entry.lastIndexOf(' ', tab) + 1, tab)));
                }
            }
        }
        return blobs;
    }

    /** Hands over what each of them holds, one after the other. */
    private void contents(List<Blob> blobs, BiConsumer<Blob, FileContent> each) {
        if (blobs.isEmpty()) {
            return;
        }
        String ids = String.join("\n", blobs.stream().map(Blob::id).toList()) + "\n";
        Git.Answer<Boolean> answer = git.ask(ids, output -> contents(output, blobs, each), "cat-file", "--batch");
        if (!answer.well() || !answer.output()) {
            throw Repository.trouble(git, answer.errors());
        }
    }

    /** Each as {@code <id> blob <size>}, its bytes, and a line end. False where one is not there. */
    private static boolean contents(InputStream output, List<Blob> blobs, BiConsumer<Blob, FileContent> each)
            throws IOException {
        DataInputStream in = new DataInputStream(output);
        for (Blob blob : blobs) {
            String[] head = line(in).split(" ");
            if (head.length != 3 || !head[1].equals("blob")) {
                return false;
            }
            byte[] bytes = new byte[Integer.parseInt(head[2])];
            in.readFully(bytes);
            in.readByte();
            each.accept(blob, new FileContent(bytes));
        }
        return true;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString();
    }
}
