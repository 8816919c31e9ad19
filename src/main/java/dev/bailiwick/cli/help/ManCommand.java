package dev.bailiwick.cli.help;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.NearestName;
import dev.bailiwick.model.failure.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bailiwick man}. */
public final class ManCommand implements Subcommand {
    private final BailiwickCommand root;

    private List<String> command = List.of();

    private @Nullable Path to;

    public ManCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "man", "Print the manual page of a command, for: bailiwick man migrate | man -l -."
                + " 'man bailiwick-migrate' finds it where bailiwick is on the PATH.")
                .words("0..*", "COMMAND", "The command. Default: bailiwick itself.", given -> command = given)
                .value("--to", "FOLDER", Path.class, "Write the pages of all commands into this folder, over older ones.", given -> to = given);
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
                    NearestName.to(command.get(0), spec.subcommands().keySet())
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
