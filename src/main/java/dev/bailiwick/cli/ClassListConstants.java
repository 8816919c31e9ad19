package dev.bailiwick.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Completes a list of classes for the archive of a newer Java: {@code ClassListConstants LIST TO}.
 *
 * <p>From 25 on (tried there) an archive can hold classes that are linked to each other, and what their lambdas become, where the
 * list says which constants of each class are resolved ahead. Those that were seen in a run would hold for one build of Java and
 * one of ours. So all are named that can be; Java passes over what it can't resolve.
 */
final class ClassListConstants {
    private static final String LAMBDA = "@lambda-proxy ";

    /** Tags of constants, as the Java Virtual Machine Specification has them, 4.4. */
    private static final int UTF8 = 1;

    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int FIELD = 9;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int INVOKE_DYNAMIC = 18;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    private ClassListConstants() {}

    public static void main(String[] args) throws IOException {
        Set<String> classes = new LinkedHashSet<>();
        Set<String> withLambdas = new HashSet<>();
        try (BufferedReader list = Files.newBufferedReader(Path.of(args[0]));
                BufferedWriter to = Files.newBufferedWriter(Path.of(args[1]))) {
            for (String line = list.readLine(); line != null; line = list.readLine()) {
                to.write(line + "\n");
                if (line.startsWith(LAMBDA)) {
                    withLambdas.add(line.substring(LAMBDA.length(), line.indexOf(' ', LAMBDA.length())));
                } else if (!line.startsWith("@")) {
                    classes.add(line);
                }
            }
            for (String name : classes) {
                String constants = constants(name, withLambdas.contains(name));
                if (!constants.isEmpty()) {
                    to.write("@cp " + name + constants + "\n");
                }
            }
        }
    }

    /** The indexes; none where this Java has no such class. */
    private static String constants(String name, boolean lambdas) throws IOException {
        try (InputStream file = ClassLoader.getSystemResourceAsStream(name + ".class")) {
            if (file == null) {
                return "";
            }
            StringBuilder indexes = new StringBuilder();
            DataInputStream in = new DataInputStream(file);
            in.skipNBytes(8);
            int count = in.readUnsignedShort();
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                boolean resolved =
                        switch (tag) {
                            case CLASS, FIELD, METHOD, INTERFACE_METHOD -> true;
                            case INVOKE_DYNAMIC -> lambdas;
                            default -> false;
                        };
                if (resolved) {
                    indexes.append(' ').append(i);
                }
                in.skipNBytes(length(tag, in));
                if (tag == LONG || tag == DOUBLE) {
                    i++;
                }
            }
            return indexes.toString();
        }
    }

    private static int length(int tag, DataInputStream in) throws IOException {
        return switch (tag) {
            case UTF8 -> in.readUnsignedShort();
            case LONG, DOUBLE -> 8;
            case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> 2;
            case METHOD_HANDLE -> 3;
            default -> 4;
        };
    }
}
