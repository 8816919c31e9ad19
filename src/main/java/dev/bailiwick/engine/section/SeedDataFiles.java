package dev.bailiwick.engine.section;

import dev.bailiwick.db.section.CopyData;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.files.seed.DataFile;
import dev.bailiwick.files.seed.DataFolders;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Place;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The data files of one seed: found before anything runs, read while it runs. */
public final class SeedDataFiles implements CopyData {
    private final ProjectSession projectSession;
    private final Map<String, DataFile> files = new LinkedHashMap<>();
    private final Map<String, DataFile.Data> read = new LinkedHashMap<>();

    SeedDataFiles(ProjectSession projectSession) {
        this.projectSession = projectSession;
    }

    /** Looks for all of them; tells those that can't be had. */
    List<Failure> find(MigrationFile seed, List<Part> parts, DataFolders folders) {
        List<Failure> failures = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.CopyFile copy) {
                try {
                    files.put(copy.file(), folders.find(copy.file()));
                } catch (DataFolders.NotFound e) {
                    Place place = Place.of(seed.path(), seed.text(), copy.start());
                    failures.add(new Failure(String.valueOf(e.getMessage()), place, null, "", e.next()));
                }
            }
        }
        return failures;
    }

    /** Those that lie beside the seed, as a person knows them. */
    public List<String> beside(Domain domain) {
        return files.values().stream()
                .map(DataFile::shown)
                .filter(shown -> shown.startsWith(domain.folder() + "/"))
                .toList();
    }

    private DataFile file(Part.CopyFile part) {
        return Objects.requireNonNull(files.get(part.file()), part.file());
    }

    @Override
    public InputStream open(Part.CopyFile part) throws IOException {
        DataFile file = file(part);
        double size = Math.max(1, file.size());
        DataFile.Data data = file.open((bytes, lines) -> {
            goOn();
            projectSession.events().loading(Math.min(1, bytes / size), lines);
        });
        read.put(part.file(), data);
        return data;
    }

    @Override
    public String path(Part.CopyFile part) {
        return file(part).shown();
    }

    @Override
    public Place place(Part.CopyFile part, int line, @Nullable String value) {
        return file(part).place(line, value);
    }

    @Override
    public @Nullable String digests() {
        Map<String, String> sums = new LinkedHashMap<>();
        read.forEach((name, data) -> sums.put(name, data.md5()));
        return lines(sums);
    }

    /** What {@link #digests} will say when the files are read as they are now; reads them all. */
    @Nullable
    public String digestsNow() throws IOException {
        Map<String, String> sums = new LinkedHashMap<>();
        for (Map.Entry<String, DataFile> file : files.entrySet()) {
            sums.put(file.getKey(), file.getValue().md5((bytes, lines) -> goOn()));
        }
        return lines(sums);
    }

    private void goOn() throws IOException {
        if (projectSession.cancellation().requested()) {
            throw new IOException("cancelled");
        }
    }

    private static @Nullable String lines(Map<String, String> sums) {
        return sums.isEmpty()
                ? null
                : sums.entrySet().stream()
                        .map(sum -> sum.getValue() + "  " + sum.getKey())
                        .collect(Collectors.joining("\n"));
    }
}
