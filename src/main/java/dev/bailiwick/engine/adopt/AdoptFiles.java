package dev.bailiwick.engine.adopt;

import dev.bailiwick.files.project.Project;
import dev.bailiwick.files.read.OtherToolFolder;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.convert.FileConverter;
import dev.bailiwick.othertools.format.Conversion;
import dev.bailiwick.othertools.format.ConvertedFile;
import dev.bailiwick.othertools.format.FileFormat;
import dev.bailiwick.othertools.format.ToolRecognition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes migrations of a domain out of another tool's files. Touches no database, and theirs stay as they are. */
public final class AdoptFiles {
    private static final String NOTHING = "nothing was written";

    private final Project project;
    private final Request request;
    private final Domain domain;

    /**
     * What is asked for.
     *
     * @param folder where the files are
     * @param shown the folder as it was typed
     * @param from the tool; null to see from the files which it is
     * @param partial whether what can be converted is to be written where something can't
     */
    public record Request(
            String domain,
            Path folder,
            String shown,
            @Nullable FileFormat from,
            boolean partial) {}

    /**
     * What would be written, or was.
     *
     * @param why what the tool was known by; empty where it was named
     * @param missing the names of those files that were not in the domain's folder before
     */
    public record Result(Domain domain, FileFormat format, String why, Conversion conversion, Set<String> missing) {

        /** Where a file goes, as the user would type it. */
        public String path(ConvertedFile file) {
            return domain.folder() + "/" + file.filename();
        }
    }

    public AdoptFiles(Project project, Request request) {
        this.project = project;
        this.request = request;
        this.domain = project.domain(request.domain());
    }

    /**
     * Converts, and writes nothing.
     *
     * @throws BailiwickException (refused) with everything that stands in the way
     */
    public Result plan() {
        OtherToolFolder.Found found = OtherToolFolder.read(request.folder(), request.shown());
        if (project.holds(request.folder())) {
            throw BailiwickException.usage(
                    request.shown() + " lies in sql/, where only migrations of Bailiwick lie",
                    "move the folder out of sql/, and name it there");
        }
        List<MigrationFile> files = found.files();
        ToolRecognition.Candidate candidate = recognised(files);
        if (candidate.format() == FileFormat.KNEX) {
            throw knex(candidate);
        }
        Map<String, List<MigrationFile>> all = project.files(project.domains());
        List<MigrationFile> own = all.getOrDefault(domain.name(), List.of());
        List<MigrationFile> others = all.values().stream()
                .filter(list -> list != own)
                .flatMap(List::stream)
                .toList();
        Conversion conversion =
                withProblems(FileConverter.convert(candidate.format(), files, own, others), found.problems());
        refuse(candidate, conversion);
        return new Result(
                domain, candidate.format(), candidate.why(), conversion, project.missing(domain, texts(conversion)));
    }

    /**
     * Converts and writes: all that can be converted, or nothing.
     *
     * @throws BailiwickException (refused) with everything that stands in the way
     */
    public Result run() {
        Result result = plan();
        project.add(domain, texts(result.conversion()));
        return result;
    }

    private static Map<String, String> texts(Conversion conversion) {
        Map<String, String> texts = new LinkedHashMap<>();
        conversion.converted().forEach(file -> texts.put(file.filename(), file.text()));
        return texts;
    }

    private ToolRecognition.Candidate recognised(List<MigrationFile> files) {
        if (request.from() != null) {
            return new ToolRecognition.Candidate(request.from(), "");
        }
        List<ToolRecognition.Candidate> candidates = ToolRecognition.of(files);
        if (candidates.isEmpty()) {
            throw BailiwickException.usage(
                    request.shown() + " holds no migrations of a tool that is known here",
                    "name the folder that holds the files themselves",
                    "or name the tool: " + command("--from", "TOOL"));
        }
        if (candidates.size() > 1) {
            List<String> whys = candidates.stream()
                    .map(c -> c.format().word() + ": " + c.why())
                    .toList();
            List<String> next = candidates.stream()
                    .map(c -> command("--from", c.format().word()))
                    .toList();
            throw new BailiwickException(
                    ExitCode.USAGE,
                    new Failure(
                            request.shown() + " may hold migrations of more than one tool: name it",
                            null,
                            null,
                            NOTHING,
                            whys,
                            next));
        }
        return candidates.get(0);
    }

    private BailiwickException knex(ToolRecognition.Candidate candidate) {
        String why = candidate.why().isEmpty() ? "" : " (" + candidate.why() + ")";
        return new BailiwickException(
                ExitCode.REFUSED,
                Failure.of(
                                "knex's migrations are programs" + why + ", and can't be converted",
                                "take the database as it is for the first migration: "
                                        + ShellCommand.of(
                                                "bailiwick", "adopt", domain.name(), "--from", "knex", "--dump"))
                        .withState(NOTHING));
    }

    private static Conversion withProblems(Conversion conversion, List<Failure> problems) {
        List<Conversion.Refused> refused = new ArrayList<>(conversion.refused());
        for (Failure problem : problems) {
            String file = problem.where() == null
                    ? problem.what().split(" ", 2)[0]
                    : problem.where().file();
            refused.add(new Conversion.Refused(file, List.of(problem)));
        }
        return new Conversion(conversion.converted(), refused, conversion.asides());
    }

    private void refuse(ToolRecognition.Candidate candidate, Conversion conversion) {
        List<Failure> failures = conversion.refused().stream()
                .flatMap(refused -> refused.failures().stream())
                .map(failure -> failure.withState(NOTHING))
                .toList();
        boolean none = conversion.converted().isEmpty();
        if (none && failures.isEmpty()) {
            throw BailiwickException.usage(
                    request.shown() + " holds no migrations of "
                            + candidate.format().word(),
                    "name the folder that holds the files themselves");
        }
        if (!failures.isEmpty() && (none || !request.partial())) {
            throw new BailiwickException(ExitCode.REFUSED, failures);
        }
    }

    private String command(String... more) {
        return ShellCommand.of(Stream.concat(
                        Stream.of("bailiwick", "adopt", domain.name(), "--files", request.shown()), Stream.of(more))
                .toArray(String[]::new));
    }
}
