package dev.bailiwick.server;

import dev.bailiwick.model.BailiwickException;
import java.nio.file.Path;

/** Another process that uses the server of a project: says what it got, and ends when its standard input does. */
final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
        EmbeddedServer server = EmbeddedServer.in(Path.of(args[0]), line -> System.out.println("... " + line));
        long begin = System.nanoTime();
        try {
            switch (args[1]) {
                case "use" -> {
                    try (Lease lease = server.use()) {
                        say(lease.address().url(), begin);
                        while (System.in.read() >= 0) {
                            // go on
                        }
                        begin = System.nanoTime();
                    }
                    say("left", begin);
                }
                case "forget" -> say(server.use().address().url(), begin);
                case "start" -> say(server.start().url(), begin);
                case "stop" -> say(server.stop().toString(), begin);
                default -> say(server.status().toString(), begin);
            }
        } catch (BailiwickException e) {
            System.out.println("exit " + e.exitCode().number());
            e.failures().forEach(f -> System.out.println(f.what() + "\n-> " + String.join("\n-> ", f.next())));
            System.exit(e.exitCode().number());
        }
    }

    private static void say(String what, long begin) {
        System.out.println(what + " " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        System.out.flush();
    }
}
