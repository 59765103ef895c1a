use std::time::Instant;
#[test]
fn measure() {
    for _ in 0..3 {
        let t = Instant::now();
        let atlas = bassin_territory::Atlas::reference();
        println!("load {:?}", t.elapsed());
        let t = Instant::now();
        atlas.search("strasb", 10);
        println!("first search {:?}", t.elapsed());
        for q in ["strasb", "Strassbourg", "67000", "saint", "zzzzzzzz"] {
            let t = Instant::now();
            atlas.search(q, 10);
            println!("search {q} {:?}", t.elapsed());
        }
        let all: Vec<String> = atlas.communes().iter().step_by(4).map(|c| c.key()).collect();
        let text = all.join(" ");
        let t = Instant::now();
        let p = atlas.resolve(&text).unwrap();
        println!("resolve {} chars {} codes {:?} -> {} chars", text.len(), all.len(), t.elapsed(), p.canonical.len());
        let t = Instant::now();
        atlas.resolve("departement:67 + region:11 - FR-67482").unwrap();
        println!("resolve simple {:?}", t.elapsed());
    }
}
