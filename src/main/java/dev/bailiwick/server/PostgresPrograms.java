package dev.bailiwick.server;

import dev.bailiwick.model.failure.BailiwickException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs (initdb, pg_ctl, postgres), which come as one compressed archive on the class path: {@code
 * postgres-<os>-<processor>.txz} of io.zonky.test.postgres.
 */
final class PostgresPrograms {
    /** What the unpacked programs take, with something to spare. */
    private static final long ROOM_NEEDED = 100L << 20;

    private PostgresPrograms() {}

    /** Such as {@code linux-x86_64}. */
    static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return (os.startsWith("mac") ? "darwin" : os.replace(' ', '_')) + "-"
                + switch (processor) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> processor;
                };
    }

    /** Such as {@code 18.6}. */
    static String version() {
        Properties lines = new Properties();
        try (InputStream in = PostgresPrograms.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                lines.load(in);
            }
        } catch (IOException e) {
            throw new IllegalStateException("version.properties is damaged", e);
        }
        String version = lines.getProperty("postgres");
        if (version == null) {
            throw new IllegalStateException("version.properties is missing from the class path");
        }
        return version.replaceFirst("\\.0$", "");
    }

    static String majorVersion() {
        return version().replaceFirst("\\..*", "");
    }

    /** Where the programs are or will be, relative to the folder. */
    static Path bin() {
        return home().resolve("bin");
    }

    private static Path home() {
        return Path.of("postgres-" + version() + "-" + platform());
    }

    /** Unpacks the programs where that hasn't been done. To be called by one at a time. */
    static void ensure(BailiwickFolder folder, Consumer<String> progress) throws IOException {
        Path home = folder.path().resolve(home());
        if (Files.isDirectory(home)) {
            return;
        }
        String name = "/postgres-" + platform() + ".txz";
        URL archive = PostgresPrograms.class.getResource(name);
        if (archive == null) {
            throw BailiwickException.usage(
                    "no PostgreSQL for this machine (" + platform() + ") comes with Bailiwick",
                    "set DATABASE_URL to a PostgreSQL of your own",
                    "or build Bailiwick on this kind of machine (make build)");
        }
        folder.requireRoom(ROOM_NEEDED);
        progress.accept("unpacking PostgreSQL " + version() + " into " + home + " …");
        Path temporary = folder.path().resolve("unpacking");
        BailiwickFolder.delete(temporary);
        try (InputStream in = archive.openStream()) {
            unpack(in, temporary);
        } catch (IOException e) {
            BailiwickFolder.deleteAsFarAsPossible(temporary);
            throw e;
        }
        Files.move(temporary, home, StandardCopyOption.ATOMIC_MOVE);
        deleteOthers(folder, home);
    }

    /** Unpacks a .tar.xz; nothing in it gets outside of the target. */
    static void unpack(InputStream archive, Path target) throws IOException {
        Path root = target.toAbsolutePath().normalize();
        makeFolder(root);
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = inside(root, root.resolve(entry.getName()), entry);
                if (entry.isDirectory()) {
                    makeFolder(file);
                    continue;
                }
                makeFolder(file.resolveSibling("."));
                if (entry.isSymbolicLink()) {
                    inside(root, file.resolveSibling(entry.getLinkName()), entry);
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(file, inside(root, root.resolve(entry.getLinkName()), entry));
                } else if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
                    throw new IOException("the archive holds something that is no file: " + entry.getName());
                } else {
                    Files.copy(tar, file);
                    boolean program = (entry.getMode() & 0111) != 0;
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static Path inside(Path root, Path file, TarArchiveEntry entry) throws IOException {
        Path clean = file.normalize();
        if (!clean.startsWith(root)) {
            throw new IOException("the archive leads out of its folder: " + entry.getName());
        }
        return clean;
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.normalize());
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** PostgresPrograms of earlier versions, and half-unpacked ones. */
    private static void deleteOthers(BailiwickFolder folder, Path home) throws IOException {
        String suffix = "-" + platform();
        try (Stream<Path> files = Files.list(folder.path())) {
            for (Path other : files.filter(f -> f.getFileName().toString().startsWith("postgres-")
                            && f.getFileName().toString().endsWith(suffix)
                            && !f.equals(home))
                    .toList()) {
                BailiwickFolder.deleteAsFarAsPossible(other);
            }
        }
    }
}
