package dev.bailiwick.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This machine's name, without asking a name server. */
final class Host {
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private Host() {}

    static String name() {
        if (!Files.isReadable(LINUX)) {
            return "unknown";
        }
        try {
            return Files.readString(LINUX).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
