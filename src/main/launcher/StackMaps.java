import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Gives picocli's classes stack maps: {@code StackMaps.java FOLDER} writes them there. The build runs this file as
 * it is.
 *
 * <p>picocli is compiled for Java 5, whose classes have none. Java verifies such classes in an older and slower way, and takes none
 * of them into an archive of linked classes.
 */
public final class StackMaps {
    private StackMaps() {}

    public static void main(String[] arguments) throws Exception {
        Path jar = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().matches("picocli-[\\d.]+\\.jar"))
                .findFirst()
                .orElseThrow();
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            for (Path file : classes(files.getPath("/picocli"))) {
                Path to = Path.of(arguments[0]).resolve(file.toString().substring(1));
                Files.createDirectories(to.resolveSibling("."));
                Files.write(to, withStackMaps(Files.readAllBytes(file)));
            }
        }
    }

    private static List<Path> classes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    static byte[] withStackMaps(byte[] compiled) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        new ClassReader(compiled).accept(new Newer(writer), ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    /** Java 7 is the first whose classes must have stack maps. */
    private static final class Newer extends ClassVisitor {
        Newer(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                String signature,
                String superName,
                String[] interfaces) {
            super.visit(Opcodes.V1_7, access, name, signature, superName, interfaces);
        }
    }
}
