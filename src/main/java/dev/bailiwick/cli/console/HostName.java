package dev.bailiwick.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This machine's name, without asking a name server. */
public final class HostName {
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    public static String name() {
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
