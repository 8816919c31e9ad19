package dev.bailiwick.cli;

import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Nearest;
import dev.bailiwick.model.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick man}. */
@Command(
        name = "man",
        description = "Print the manual page of a command, for: bailiwick man migrate | man -l -."
                + " 'man bailiwick-migrate' finds it where bailiwick is on the PATH.")
final class ManCommand implements Callable<Integer> {
    private final Root root;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command. Default: bailiwick itself.")
    private List<String> command = List.of();

    @Option(
            names = "--to",
            paramLabel = "FOLDER",
            description = "Write the pages of all commands into this folder, over older ones.")
    private @Nullable Path to;

    ManCommand(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Map<String, String> pages = new LinkedHashMap<>();
        ManPage.all(root.commandLine().getCommandSpec(), "bailiwick", pages);
        if (to == null) {
            String page = page(pages);
            root.facts().put("page", page);
            return new Reports(root).result("man", page);
        }
        List<String> written = write(pages, to);
        String said = written.size() + " pages are in " + to;
        root.facts().put("written", written);
        return new Reports(root).result("man", root.quiet() ? "" : said);
    }

    private String page(Map<String, String> pages) {
        String name = String.join("-", command);
        String page = pages.get((name.isEmpty() || name.startsWith("bailiwick") ? name : "-" + name)
                .replaceFirst("^(bailiwick)?", "bailiwick"));
        if (page == null) {
            CommandSpec spec = root.commandLine().getCommandSpec();
            throw BailiwickException.usage(
                    "there is no command " + String.join(" ", command),
                    Nearest.to(command.get(0), spec.subcommands().keySet())
                            .map(near -> ShellCommand.of("bailiwick", "man", near))
                            .orElse("bailiwick help"));
        }
        return page;
    }

    private List<String> write(Map<String, String> pages, Path folder) {
        List<String> written = new ArrayList<>();
        Path place = root.folder().resolve(folder);
        try {
            Files.createDirectories(place);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(place.resolve(page.getKey() + ".1"), page.getValue());
                written.add(folder.resolve(page.getKey() + ".1").toString());
            }
        } catch (IOException e) {
            throw BailiwickException.usage(
                    "cannot write into " + folder + ": " + e.getMessage(),
                    ShellCommand.of("ls", "-ld", folder.toString()));
        }
        return written;
    }
}
